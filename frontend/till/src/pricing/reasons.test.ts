/** Words for a shopper: those of the server, so that one coupon is explained in one way. */
import { expect, test } from "vitest";
import reasons from "../../../../src/noren/pricing/reasons.py?raw";
import type { Skipped } from "./quotes";
import { explain, type Say } from "./reasons";

const BELOW: Skipped = { ref: "A", reason: "below_minimum", minimumMinor: 3_000, missingMinor: 1_120 };
const SKIPPED: Skipped[] = [
  BELOW,
  { ref: "A", reason: "no_matching_goods" },
  { ref: "A", reason: "not_stackable", with: "B" },
  { ref: "A", reason: "no_effect" },
];

const inEnglish: Say = (text, values = {}) =>
  text.replace(/%\((\w+)\)s/g, (_, name: string) => values[name] ?? "");

test("each reason has a sentence of its own, which the server says too", () => {
  const said: string[] = [];

  for (const skipped of SKIPPED) explain(skipped, (text) => `${said.push(text)}`, "JPY");

  expect(new Set(said).size).toBe(SKIPPED.length);
  expect(said.filter((text) => !reasons.includes(JSON.stringify(text)))).toEqual([]);
  expect(reasons.match(/_\("/g)).toHaveLength(SKIPPED.length);
});

test("what to add and from when is said in the shop's currency", () => {
  expect(explain(BELOW, inEnglish, "JPY")).toBe(
    "Add ¥1,120 more of this coupon's goods: it can be used from ¥3,000.",
  );
  expect(explain(BELOW, inEnglish, "USD")).toBe(
    "Add $11.20 more of this coupon's goods: it can be used from $30.00.",
  );
});
