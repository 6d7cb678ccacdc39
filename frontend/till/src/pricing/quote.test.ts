/** What the shared vectors cannot say: input that JSON from Python never has, and order. */
import { expect, test } from "vitest";
import type { Benefit, Goods, Terms } from "./basket";
import { Refused } from "./errors";
import { parseRule } from "./language";
import type { Rounding } from "./money";
import { quote } from "./quote";

const TERMS: Terms = {
  pricesIncludeTax: true,
  taxRounding: "floor",
  discountRounding: "floor",
  pointsPerMinor: [1, 100],
};
const TEA: Goods = {
  ref: "tea",
  sku: "TEA-100",
  product: "TEA",
  categories: ["food"],
  quantity: 2,
  unitPriceMinor: 540,
  taxRateBp: 800,
  earnsPoints: true,
};
const MOST: Goods = { ...TEA, quantity: 9_999, unitPriceMinor: 99_999_999 };

function amountOff(ref: string, minor: number): Benefit {
  return { ref, rule: parseRule({ v: 1, benefit: { kind: "amount", amount_minor: minor }, stacks: true }) };
}

test("the order of goods and benefits changes nothing but the order of the lines", () => {
  const goods = ["🍵", "ﾃ", "A"].map((ref) => ({ ...TEA, ref }));
  const offers = [amountOff("B", 100), amountOff("A", 1)];

  const answer = quote(goods, offers, TERMS);
  const turned = quote(goods.toReversed(), offers.toReversed(), TERMS);

  expect(turned).toEqual({ ...answer, lines: answer.lines.toReversed() });
});

test("neither the goods nor the benefits are changed", () => {
  const goods = Object.freeze([Object.freeze({ ...TEA, ref: "b" }), Object.freeze({ ...TEA, ref: "a" })]);
  const offers = Object.freeze([Object.freeze(amountOff("B", 1)), Object.freeze(amountOff("A", 1))]);

  expect(quote(goods, offers, TERMS)).toEqual(quote(goods, offers, TERMS));
});

test("a benefit that does not stack says with which, and one below its minimum what is missing", () => {
  const rule = { v: 1, benefit: { kind: "amount", amount_minor: 900 } };
  const alone = { ref: "B", rule: parseRule(rule) };
  const dear = { ref: "C", rule: parseRule({ ...rule, minimum_minor: 1_200, stacks: true }) };

  const answer = quote([TEA], [amountOff("A", 80), alone, dear], TERMS);

  expect(answer.applied).toEqual([{ ref: "A", discountMinor: 80 }]);
  expect(answer.skipped).toEqual([
    { ref: "B", reason: "not_stackable", with: "A" },
    { ref: "C", reason: "below_minimum", minimumMinor: 1_200, missingMinor: 120 },
  ]);
});

test("a refusal says what is wrong, and where", () => {
  expect(() => quote([TEA, TEA], [], TERMS)).toThrow(new Refused("line_repeated", "lines.1.ref"));
  expect(() => quote([{ ...TEA, quantity: Number.NaN }], [], TERMS)).toThrow(
    "quantity_invalid at lines.0.quantity",
  );
});

test.each([
  [-1, 100],
  [1, 0],
  [1, -100],
])("terms of %i points per %i are refused", (points, minor) => {
  expect(() => quote([TEA], [], { ...TERMS, pointsPerMinor: [points, minor] })).toThrow(RangeError);
});

test("a rounding that this till does not know is refused, not guessed", () => {
  const newer = "half_even" as Rounding;

  expect(() => quote([TEA], [], { ...TERMS, taxRounding: newer })).toThrow(RangeError);
});

test("what a number does not say exactly is refused", () => {
  const many = (count: number) => Array.from({ length: count }, (_, place) => ({ ...MOST, ref: `${place}` }));

  expect(quote(many(9_000), [], TERMS).totalMinor).toBe(9_000 * 9_999 * 99_999_999);
  expect(() => quote(many(9_100), [], TERMS)).toThrow(RangeError);
  expect(() => quote([MOST], [], { ...TERMS, pointsPerMinor: [1_000_000, 1] })).toThrow(RangeError);
});
