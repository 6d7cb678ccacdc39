import { describe, expect, test } from "vitest";
import { changeOf, formatMoney, isDoubtfulChange, likelyTenders, parseMoney } from "./money";

describe("formatMoney", () => {
  test.each([
    [0, "JPY", "¥0"],
    [1_980, "JPY", "¥1,980"],
    [-50, "JPY", "-¥50"],
    [1_234_567, "JPY", "¥1,234,567"],
    [1_980, "USD", "$19.80"],
    [5, "USD", "$0.05"],
    [-123_456_789, "EUR", "-€1,234,567.89"],
  ])("writes %i %s as %s", (minor, currency, words) => {
    expect(formatMoney(minor, currency)).toBe(words);
  });

  test("refuses a currency it cannot write", () => {
    expect(() => formatMoney(1, "XXX")).toThrow(RangeError);
  });
});

describe("parseMoney", () => {
  test.each([
    ["5000", 5_000],
    ["5,000", 5_000],
    ["¥5,000", 5_000],
    ["５０００円", 5_000],
    [" 0 ", 0],
  ])("reads %s", (typed, minor) => {
    expect(parseMoney(typed, "JPY")).toBe(minor);
  });

  test.each(["", "-5", "1.5", "5e3", "五千", "1000000000000"])("does not read %s", (typed) => {
    expect(parseMoney(typed, "JPY")).toBeNull();
  });

  test("reads digits after the point where the currency has them", () => {
    expect(parseMoney("$19.8", "USD")).toBe(1_980);
    expect(parseMoney("19.805", "USD")).toBeNull();
  });
});

test("change is what was handed in beyond the total, and nothing while it is too little", () => {
  expect(changeOf(3_960, 5_000)).toBe(1_040);
  expect(changeOf(3_960, 3_960)).toBe(0);
  expect(changeOf(3_960, 3_959)).toBeNull();
  expect(changeOf(0, 0)).toBe(0);
});

test("change of ten of the largest notes is doubtful, as after a barcode in the field of the cash", () => {
  expect(isDoubtfulChange(49_012_345 - 980, "JPY")).toBe(true);
  expect(isDoubtfulChange(100_000, "JPY")).toBe(true);
  expect(isDoubtfulChange(99_999, "JPY")).toBe(false);
  expect(isDoubtfulChange(500_000, "KRW")).toBe(true);
  expect(isDoubtfulChange(99_999, "EUR")).toBe(false);
  expect(isDoubtfulChange(100_000, "EUR")).toBe(true);
});

describe("likelyTenders", () => {
  test("rounds up to coins and notes, each amount once, the three largest", () => {
    expect(likelyTenders(1_592, "JPY")).toEqual([2_000, 5_000, 10_000]);
    expect(likelyTenders(980, "JPY")).toEqual([1_000, 5_000, 10_000]);
  });

  test("never offers the total itself, which has a button of its own", () => {
    expect(likelyTenders(10_000, "JPY")).toEqual([]);
    expect(likelyTenders(12_000, "JPY")).toEqual([15_000, 20_000]);
  });

  test("offers nothing when nothing is to be paid", () => {
    expect(likelyTenders(0, "JPY")).toEqual([]);
  });
});
