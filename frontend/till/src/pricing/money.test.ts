/** Divisions and shares that the shared vectors do not name. */
import { expect, test } from "vitest";
import { divide, type Rounding, share, sum } from "./money";

test.each<[Rounding, number[]]>([
  ["floor", [0, 0, 0, 1, 1]],
  ["half_up", [0, 0, 1, 1, 2]],
  ["ceiling", [0, 1, 1, 1, 2]],
])("thirds and halves by %s", (rounding, [none, third, twoThirds, whole, oneAndHalf]) => {
  expect(divide(0n, 3, rounding)).toBe(none);
  expect(divide(1n, 3, rounding)).toBe(third);
  expect(divide(2n, 3, rounding)).toBe(twoThirds);
  expect(divide(3n, 3, rounding)).toBe(whole);
  expect(divide(3n, 2, rounding)).toBe(oneAndHalf);
});

test("a refund mirrors its sale, and nothing is a plain zero", () => {
  expect(divide(-21n, 2, "floor")).toBe(-10);
  expect(divide(-21n, 2, "half_up")).toBe(-11);
  expect(divide(-1n, 3, "floor")).toBe(0);
  expect(share(-1, [0, 1])).toEqual([0, -1]);
});

test("what cannot be divided or shared is refused", () => {
  expect(() => divide(1n, 0, "floor")).toThrow(RangeError);
  expect(() => divide(1n, -1, "floor")).toThrow(RangeError);
  expect(() => divide(2n ** 53n, 1, "floor")).toThrow(RangeError);
  expect(() => share(1, [0, 0])).toThrow(RangeError);
  expect(() => share(1, [])).toThrow(RangeError);
  expect(() => share(1, [2, -1])).toThrow(RangeError);
});

test("the last exact sum is made, the next refused", () => {
  expect(sum([Number.MAX_SAFE_INTEGER - 1, 1])).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
});
