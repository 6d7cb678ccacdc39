import { describe, expect, test } from "vitest";
import { cashRows, countsOf, sumOf, withPieces } from "./counting";

const YEN = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1];

describe("counting a drawer", () => {
  test("adds up notes and coins", () => {
    const pieces = withPieces(withPieces({ 10000: 2 }, 1_000, 8), 1, 3);

    expect(sumOf(pieces)).toBe(28_003);
    expect(sumOf({})).toBe(0);
  });

  test("sends each coin and note once, the largest first, without what is not there", () => {
    const pieces = { 1: 3, 10000: 2, 500: 0 };

    expect(countsOf(pieces, YEN)).toEqual([
      { value_minor: 10_000, pieces: 2 },
      { value_minor: 1, pieces: 3 },
    ]);
  });

  test("counts again what was counted wrongly", () => {
    expect(sumOf(withPieces({ 500: 4 }, 500, 3))).toBe(1_500);
  });
});

test("what moved a drawer adds up to what is expected in it", () => {
  const cash = {
    opening_minor: 30_000,
    taken_minor: 12_000,
    refunded_minor: 2_000,
    paid_out_minor: 0,
    moved_in_minor: 0,
    moved_out_minor: 5_000,
    expected_minor: 35_000,
  };

  const rows = cashRows(cash);

  expect(rows.map((row) => row.name)).toEqual(["opening", "taken", "refunded", "moved_out"]);
  expect(rows.reduce((sum, row) => sum + row.minor, 0)).toBe(cash.expected_minor);
});
