import { expect, test } from "vitest";
import { foldCode } from "./codes";

test.each(["4F7Q2K", "4f7q2k", "４Ｆ７Ｑ２Ｋ", "4F7-Q2K", " 4F7 Q2K "])("%s means 4F7Q2K", (typed) => {
  expect(foldCode(typed)).toBe("4F7Q2K");
});

test("letters that are read as digits are those digits", () => {
  expect(foldCode("oil")).toBe("011");
});
