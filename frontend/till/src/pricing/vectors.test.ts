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

// Vitest's `each` would cut the names short.
describe("core.json", () => {
  for (const basket of CORE) {
    test(basket.name, () => {
      expect(answerTo(basket)).toEqual(basket.quote);
    });
  }
});

test("generated.json: every basket gets its quote", () => {
  for (const basket of GENERATED) expect(answerTo(basket), basket.name).toEqual(basket.quote);
});

describe("refusals.json", () => {
  for (const basket of REFUSED) {
    test(basket.name, () => {
      expect(answerTo(basket)).toEqual(basket.quote);
    });
  }
});

test("rules.json: every rule is read and written in canonical form", () => {
  for (const { rule, canonical } of RULES.valid) {
    expect(JSON.stringify(ruleJson(parseRule(rule)))).toBe(JSON.stringify(canonical));
    expect(parseRule(canonical)).toEqual(parseRule(rule));
  }
});

test("rules.json: every other is refused at its field", () => {
  for (const { rule, field, code } of RULES.invalid) {
    expect(refusalOf(rule), JSON.stringify(rule)).toEqual({ code, field });
  }
});

test("money.json: every division is rounded as it says", () => {
  for (const { numerator, denominator, rounding, quotient } of MONEY.divide) {
    const said = `${numerator} / ${denominator} by ${rounding}`;
    expect(divide(BigInt(numerator), denominator, rounding), said).toBe(quotient);
  }
});

test("money.json: every amount is shared as it says", () => {
  for (const { amount, weights, parts } of MONEY.share) {
    expect(share(amount, weights), `${amount} over ${weights}`).toEqual(parts);
  }
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
