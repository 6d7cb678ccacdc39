/** The files that Python reads too: both sides answer every one of them alike. */
import { describe, expect, test } from "vitest";
import core from "../../../../src/noren/pricing/vectors/core.json?raw";
import generated from "../../../../src/noren/pricing/vectors/generated.json?raw";
import money from "../../../../src/noren/pricing/vectors/money.json?raw";
import refusals from "../../../../src/noren/pricing/vectors/refusals.json?raw";
import rules from "../../../../src/noren/pricing/vectors/rules.json?raw";
import { answerTo, type CaseJson } from "./case";
import { RuleInvalid } from "./errors";
import { parseRule, ruleJson } from "./language";
import { divide, type Rounding, share } from "./money";

interface Cases {
  cases: CaseJson[];
}
interface Rules {
  valid: { rule: object; canonical: object }[];
  invalid: { rule: object; field: string; code: string }[];
}
interface Money {
  divide: { numerator: number; denominator: number; rounding: Rounding; quotient: number }[];
  share: { amount: number; weights: number[]; parts: number[] }[];
}

const { cases: CORE }: Cases = JSON.parse(core);
const { cases: GENERATED }: Cases = JSON.parse(generated);
const { cases: REFUSED }: Cases = JSON.parse(refusals);
const RULES: Rules = JSON.parse(rules);
const MONEY: Money = JSON.parse(money);

test("the files hold what they are for", () => {
  expect(CORE.length).toBeGreaterThan(40);
  expect(GENERATED.length).toBeGreaterThan(100);
  expect(
    Math.min(RULES.valid.length, RULES.invalid.length, MONEY.divide.length, MONEY.share.length),
  ).toBeGreaterThan(5);
});

describe("core.json", () => {
  test.each(CORE)("$name", (basket) => {
    expect(answerTo(basket)).toEqual(basket.quote);
  });
});

test("generated.json: every basket gets its quote", () => {
  for (const basket of GENERATED) expect(answerTo(basket), basket.name).toEqual(basket.quote);
});

describe("refusals.json", () => {
  test.each(REFUSED)("$name", (basket) => {
    expect(answerTo(basket)).toEqual(basket.quote);
  });
});

describe("rules.json", () => {
  test.each(RULES.valid)("reads $rule and writes it in canonical form", ({ rule, canonical }) => {
    expect(JSON.stringify(ruleJson(parseRule(rule)))).toBe(JSON.stringify(canonical));
    expect(parseRule(canonical)).toEqual(parseRule(rule));
  });

  test.each(RULES.invalid)("refuses $field as $code: $rule", ({ rule, field, code }) => {
    expect(refusalOf(rule)).toEqual({ code, field });
  });
});

describe("money.json", () => {
  test.each(MONEY.divide)("$numerator / $denominator by $rounding is $quotient", (entry) => {
    expect(divide(BigInt(entry.numerator), entry.denominator, entry.rounding)).toBe(entry.quotient);
  });

  test.each(MONEY.share)("$amount over $weights is $parts", ({ amount, weights, parts }) => {
    expect(share(amount, weights)).toEqual(parts);
  });
});

function refusalOf(rule: unknown): object | null {
  try {
    parseRule(rule);
  } catch (error) {
    if (error instanceof RuleInvalid) return { code: error.code, field: error.field };
    throw error;
  }
  return null;
}
