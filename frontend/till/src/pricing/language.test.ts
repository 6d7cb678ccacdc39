/** Rules that no file of JSON can hold, and a newer language. */
import { expect, test } from "vitest";
import { RuleInvalid } from "./errors";
import { parseRule, ruleJson } from "./language";

const OFF = { kind: "amount", amount_minor: 500 };

test.each([[[]], [null], ["rule"], [1], [undefined]])("%j is no rule", (data) => {
  expect(() => parseRule(data)).toThrow(new RuleInvalid("rule_object_invalid", "rule"));
});

test("a rule of a newer language is refused as a whole, so that nothing is quoted without it", () => {
  expect(() => parseRule({ v: 2, benefit: OFF })).toThrow(new RuleInvalid("rule_choice_invalid", "v"));
  expect(() => parseRule({ v: 1, benefit: OFF, weekdays: [1] })).toThrow(
    new RuleInvalid("rule_key_unknown", "weekdays"),
  );
});

test("a list of codes ends at its bound", () => {
  const codes = (count: number) => ({ v: 1, benefit: OFF, goods: { skus: new Array(count).fill("A") } });

  expect(parseRule(codes(5_000)).goods?.skus.size).toBe(1);
  expect(() => parseRule(codes(5_001))).toThrow(new RuleInvalid("rule_list_invalid", "goods.skus"));
});

test("an inherited name is no part of a rule", () => {
  expect(() => parseRule({ v: 1, benefit: OFF, ...JSON.parse('{"__proto__": 1}') })).toThrow(
    new RuleInvalid("rule_key_unknown", "__proto__"),
  );
  expect(() => parseRule(Object.create({ v: 1, benefit: OFF }))).toThrow(
    new RuleInvalid("rule_key_missing", "v"),
  );
});

test("a code has a hundred characters at most, whatever they are", () => {
  const rule = (code: string) => ({ v: 1, benefit: OFF, goods: { skus: [code] } });

  expect(parseRule(rule("🍵".repeat(100))).goods?.skus.size).toBe(1);
  expect(() => parseRule(rule("🍵".repeat(101)))).toThrow(
    new RuleInvalid("rule_text_invalid", "goods.skus.0"),
  );
});

test("spaces around a code are those of Python", () => {
  const rule = (code: string) => ({ v: 1, benefit: OFF, goods: { skus: [code] } });

  expect(parseRule(rule("\ufeffA")).goods?.skus).toEqual(new Set(["\ufeffA"]));
  for (const space of [" ", "\u3000", "\x1c", "\x85", "\n"]) {
    expect(() => parseRule(rule(`A${space}`))).toThrow(new RuleInvalid("rule_text_invalid", "goods.skus.0"));
    expect(() => parseRule(rule(`${space}A`))).toThrow(new RuleInvalid("rule_text_invalid", "goods.skus.0"));
  }
});

test("of several unknown parts the first by code point is named", () => {
  const rule = { v: 1, benefit: OFF, 9: 9, 10: 10 };

  expect(() => parseRule(rule)).toThrow(new RuleInvalid("rule_key_unknown", "10"));
});

test("half a basis point is refused", () => {
  const rule = { v: 1, benefit: { kind: "percent", percent_bp: 12.5 } };

  expect(() => parseRule(rule)).toThrow(new RuleInvalid("rule_number_invalid", "benefit.percent_bp"));
});

test("goods that are limited to nothing are refused", () => {
  expect(() => parseRule({ v: 1, benefit: OFF, goods: {} })).toThrow(
    new RuleInvalid("rule_goods_empty", "goods"),
  );
});

test("codes are written in the order of code points", () => {
  const rule = parseRule({ v: 1, benefit: OFF, goods: { skus: ["🍵", "ﾃ", "a", "Z", "9", "10"] } });

  expect(ruleJson(rule).goods?.skus).toEqual(["10", "9", "Z", "a", "ﾃ", "🍵"]);
});
