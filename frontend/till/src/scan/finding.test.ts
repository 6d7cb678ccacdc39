import { expect, test } from "vitest";
import { looksLikeWords } from "./finding";

test.each(["珈", "コーヒー", "co", "coffee 200"])("%s is looked up by name while it is typed", (text) => {
  expect(looksLikeWords(text)).toBe(true);
});

test.each(["", "c", "4", "2000001000427", "  "])("%s is not", (text) => {
  expect(looksLikeWords(text)).toBe(false);
});
