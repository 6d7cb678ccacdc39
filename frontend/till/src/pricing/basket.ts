/** What a quote is asked for: goods, the benefits that may be used on them, and the deployment's terms. */
import { type GoodsFault, Refused } from "./errors";
import type { Rounding } from "./money";
import { type Rule, WHOLE_BP } from "./rules";

const MAX_QUANTITY = 9_999;
const MAX_UNIT_PRICE_MINOR = 99_999_999;
const MAX_TAX_RATE_BP = 10_000;
const MAX_AMOUNT_MINOR = 999_999_999_999;

/** One line that somebody wants to buy. */
export interface Goods {
  /** The caller's name of the line, unique in a quote; comes back on the quote's line. */
  ref: string;
  sku: string;
  product: string;
  /** Codes of all categories it is found under, ancestors included. */
  categories: readonly string[];
  /** 1 to 9,999. */
  quantity: number;
  /** 0 to 99,999,999, with or without tax as the terms say. */
  unitPriceMinor: number;
  /** 0 to 10,000 basis points, already decided from tax class and service mode. */
  taxRateBp: number;
  /** False for what earns no points, such as a carrier bag or a gift card. */
  earnsPoints: boolean;
}

/** What staff take off by hand, before any benefit. */
export interface Markdown {
  /** What its value is: another price of one piece, basis points off, or minor units off. */
  kind: MarkdownKind;
  /** `price`: 0 to 99,999,999; `percent`: 1 to 10,000 of what is left; `amount`: 1 to 999,999,999,999, once. */
  value: number;
  /** The ref of its line; null for all goods, which no price can be for. */
  line: string | null;
}

export type MarkdownKind = "price" | "percent" | "amount";

/** What markdowns are called among the discounts of a line, in the order they take their turns. */
const TURNS = ["@price", "@line", "@sale"] as const;

/** The name of a markdown's part among the discounts of a line. No coupon's code has small letters. */
export function refOf({ kind, line }: Markdown): (typeof TURNS)[number] {
  if (line === null) return "@sale";
  return kind === "price" ? "@price" : "@line";
}

/** Which of two markdowns takes its turn first. */
export function byTurn(one: Markdown, other: Markdown): number {
  return TURNS.indexOf(refOf(one)) - TURNS.indexOf(refOf(other));
}

/** A rule that this buyer may use now; whether they may is decided before pricing. */
export interface Benefit {
  /** The coupon's code or the grant's ref, unique in a quote. */
  ref: string;
  rule: Rule;
}

/** How a deployment counts. */
export interface Terms {
  /** Whether unit prices, minimums and discounts are amounts with tax or without. */
  pricesIncludeTax: boolean;
  /** Used once per rate. */
  taxRounding: Rounding;
  /** Used once per percent benefit, before it is shared over the lines. */
  discountRounding: Rounding;
  /** [1, 100] is one point for each full 100 minor units after discounts without tax, counted once per receipt. */
  pointsPerMinor: readonly [points: number, minor: number];
}

/**
 * Refuses terms that cannot be counted.
 *
 * @throws RangeError points below zero, or for no amount
 */
export function checkTerms({ pointsPerMinor: [points, minor] }: Terms): void {
  if (points < 0 || minor <= 0) {
    throw new RangeError(`pointsPerMinor must be points >= 0 per amount > 0, not ${points} per ${minor}`);
  }
}

/**
 * Refuses goods out of the bounds that `Goods` states, and a ref that stands twice.
 *
 * @throws Refused at the first field at fault
 */
export function checkGoods(goods: readonly Goods[]): void {
  const refs = new Set<string>();
  for (const [place, line] of goods.entries()) {
    const at = `lines.${place}`;
    checkWhole(line.quantity, 1, MAX_QUANTITY, "quantity_invalid", `${at}.quantity`);
    checkWhole(line.unitPriceMinor, 0, MAX_UNIT_PRICE_MINOR, "unit_price_invalid", `${at}.unit_price_minor`);
    checkWhole(line.taxRateBp, 0, MAX_TAX_RATE_BP, "tax_rate_invalid", `${at}.tax_rate_bp`);
    if (refs.has(line.ref)) throw new Refused("line_repeated", `${at}.ref`);
    refs.add(line.ref);
  }
}

const BOUNDS: Record<MarkdownKind, readonly [low: number, high: number]> = {
  price: [0, MAX_UNIT_PRICE_MINOR],
  percent: [1, WHOLE_BP],
  amount: [1, MAX_AMOUNT_MINOR],
};

/**
 * Refuses a markdown of no line, out of the bounds that `Markdown` states, or the second of its kind on a line.
 *
 * @throws Refused at the first one at fault
 */
export function checkMarkdowns(markdowns: readonly Markdown[], goods: readonly Goods[]): void {
  const refs = new Set(goods.map((line) => line.ref));
  const seen = new Set<string>();
  for (const [place, markdown] of markdowns.entries()) {
    const [low, high] = BOUNDS[markdown.kind];
    const field = `markdowns.${place}`;
    checkWhole(markdown.value, low, high, "markdown_invalid", field);
    const isNamed = markdown.line === null ? markdown.kind !== "price" : refs.has(markdown.line);
    const key = `${refOf(markdown)} ${markdown.line ?? ""}`;
    if (!isNamed || seen.has(key)) throw new Refused("markdown_invalid", field);
    seen.add(key);
  }
}

function checkWhole(number: number, low: number, high: number, fault: GoodsFault, field: string): void {
  if (!Number.isInteger(number) || number < low || number > high) throw new Refused(fault, field);
}
