import { expect, test } from "vitest";
import type { Markdown, OfflineTerms } from "../api/shapes";
import { discountWords, isLarge, parsePercent, standing, weightOf, withMarkdown } from "./markdowns";

const percent: Markdown = { kind: "percent", value: 1_000, line_uid: "a", reason: "傷あり" };
const price: Markdown = { kind: "price", value: 900, line_uid: "a", reason: "値札違い" };
const all: Markdown = { kind: "amount", value: 50, line_uid: null, reason: "お詫び" };
const terms = { markdowns: { most_minor: 3_000, most_percent: 30 } } as OfflineTerms;

function quoted(...lines: [listMinor: number, ...off: [code: string, minor: number][]][]) {
  return {
    lines: lines.map(([list_minor, ...off]) => ({
      list_minor,
      discounts: off.map(([code, amount_minor]) => ({ code, amount_minor })),
    })),
  } as Parameters<typeof weightOf>[0];
}

test("a line has one price and one discount, and the sale one discount", () => {
  const amount: Markdown = { ...percent, kind: "amount", value: 30 };

  const after = withMarkdown(withMarkdown(withMarkdown([percent, all], price), amount), {
    ...all,
    value: 60,
  });

  expect(after).toEqual([price, amount, { ...all, value: 60 }]);
});

test("what was given on goods that are no longer on the list counts no more", () => {
  const lines = [{ uid: "b" }] as Parameters<typeof standing>[0]["lines"];

  expect(standing({ markdowns: [percent, all], lines })).toEqual([all]);
});

test("a sale weighs what was given by hand, without coupons, and its largest part of a line rounded up", () => {
  const quote = quoted([1_000, ["@line", 301], ["SUMMER", 500]], [2_000, ["@sale", 10]], [0]);

  expect(weightOf(quote)).toEqual({ minor: 311, percent: 31 });
});

test("much is what passes a limit, and everything where no limit was told", () => {
  expect(isLarge({ minor: 3_000, percent: 30 }, terms)).toBe(false);
  expect(isLarge({ minor: 3_001, percent: 1 }, terms)).toBe(true);
  expect(isLarge({ minor: 1, percent: 31 }, terms)).toBe(true);
  expect(isLarge({ minor: 0, percent: 0 }, {} as OfflineTerms)).toBe(false);
  expect(isLarge({ minor: 1, percent: 1 }, {} as OfflineTerms)).toBe(true);
  const free = { markdowns: { most_minor: null, most_percent: null } } as OfflineTerms;
  expect(isLarge({ minor: 999_999, percent: 100 }, free)).toBe(false);
});

test.each([
  ["20", 2_000],
  ["１２．５％", 1_250],
  ["100", 10_000],
  ["0.01", 1],
  ["0", null],
  ["100.01", null],
  ["-5", null],
  ["", null],
])("a typed percentage %s", (typed, percentBp) => {
  expect(parsePercent(typed)).toBe(percentBp);
});

test("a receipt says what was done and why, for a line its own reason", () => {
  const say = (text: string, values: Readonly<Record<string, string>> = {}) =>
    text.replace(/%\((\w+)\)s/g, (_, name: string) => values[name] ?? "");
  const given = [{ ...percent, line_uid: "b", reason: "別" }, percent, price, all];

  const words = ["@price", "@line", "@sale", "SUMMER"].map((code) =>
    discountWords(code, { uid: "a" }, given, say),
  );

  expect(words).toEqual([
    "Price changed: 値札違い",
    "Markdown: 傷あり",
    "Markdown of the sale: お詫び",
    "Coupon SUMMER",
  ]);
});
