import { expect, test } from "vitest";
import { parseQuantity } from "./quantity";

test.each([
  ["1", 1],
  ["9999", 9_999],
  ["３", 3],
  [" 12 ", 12],
])("reads %s as a quantity", (typed, pieces) => {
  expect(parseQuantity(typed)).toBe(pieces);
});

test.each(["0", "-1", "1.5", "1000000000", "10000", "", "三", "1e3"])("refuses %s", (typed) => {
  expect(parseQuantity(typed)).toBeNull();
});

test("takes zero where nothing found is an answer", () => {
  expect(parseQuantity("0", 0)).toBe(0);
});
