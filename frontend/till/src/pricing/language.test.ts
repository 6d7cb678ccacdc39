/** Rules that no file of JSON can hold, and a newer language. */
import { expect, test } from "vitest";
import { RuleInvalid } from "./errors";
import { parseRule } from "./language";

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
