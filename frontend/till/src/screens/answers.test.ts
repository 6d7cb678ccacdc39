import { expect, test } from "vitest";
import { answerOf } from "./answers";

test.each([
  [null, "No answer"],
  [401, "The sign-in ran out"],
  [409, "The server is busy"],
  [429, "The server is busy"],
  [503, "The server is busy"],
  [500, "A fault of the server (HTTP 500)"],
  [502, "A fault of the server (HTTP 502)"],
])("an answer %s that says nothing about the sale is “%s”", (status, words) => {
  expect(answerOf({ lastAnswer: { status, refusal: "" } })).toBe(words);
});

test("a refusal is told in its own words", () => {
  expect(answerOf({ lastAnswer: { status: 409, refusal: "Prices changed." } })).toBe("Prices changed.");
});

test("a sale that nobody answered yet has no answer", () => {
  expect(answerOf({})).toBe("No answer");
});
