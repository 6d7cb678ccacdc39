/**
 * The quote: the only code of the till that prices goods, for when no server can. The twin of `noren.pricing.quoting`:
 * the same goods, benefits and terms give the same quote there and here, and `noren/pricing/vectors` holds the two
 * together. Pure: no page, no signals, no clock.
 *
 * Markdowns come first: another price, then what is taken off a line, then what is taken off all goods. Benefits take
 * their turns in the order of (priority, ref), each on what the former left. A benefit's discount is
 * worked out once on all its goods together, then shared over their lines by largest remainder.
 */
import {
  type Benefit,
  byTurn,
  checkGoods,
  checkMarkdowns,
  checkTerms,
  type Goods,
  type Markdown,
  refOf,
  type Terms,
} from "./basket";
import { compareCodes } from "./codes";
import { Refused } from "./errors";
import { divide, type Rounding, share, sum } from "./money";
import type { Applied, Quote, QuoteLine, Skipped } from "./quotes";
import { discountOn, isFor, WHOLE_BP } from "./rules";
import { taxTotals } from "./tax";

/** Goods while benefits take their turns: what the line was, what is left of it, and who took what. */
interface DraftLine {
  goods: Goods;
  listMinor: number;
  /** After markdowns: what the buyer is asked for before any benefit. */
  askedMinor: number;
  leftMinor: number;
  discounts: [benefit: string, minor: number][];
}

/**
 * Prices goods under the benefits and terms.
 *
 * Goods may be in any order: one unit that cannot be shared evenly goes by rate, SKU and ref, not by place.
 *
 * @throws Refused goods or markdowns are out of their bounds, or a ref stands twice
 * @throws RangeError the terms cannot be counted, or an amount is beyond 2^53
 */
export function quote(
  goods: readonly Goods[],
  benefits: readonly Benefit[],
  terms: Terms,
  markdowns: readonly Markdown[] = [],
): Quote {
  checkTerms(terms);
  checkGoods(goods);
  const lines = goods.map(draftLine);
  const standing = [...lines].sort(byStanding);
  checkMarkdowns(markdowns, goods);
  for (const markdown of [...markdowns].sort(byTurn)) markDown(markdown, standing, terms.discountRounding);
  for (const line of lines) line.askedMinor = line.leftMinor;
  const applied: Applied[] = [];
  const skipped: Skipped[] = [];
  let first: Benefit | null = null;
  for (const benefit of inTurn(benefits)) {
    const outcome = take(benefit, { after: first, from: standing, rounding: terms.discountRounding });
    if ("reason" in outcome) {
      skipped.push(outcome);
    } else {
      applied.push(outcome);
      first ??= benefit;
    }
  }
  return { ...close(lines, terms), applied, skipped };
}

function draftLine(goods: Goods): DraftLine {
  const listMinor = goods.quantity * goods.unitPriceMinor;
  return { goods, listMinor, askedMinor: listMinor, leftMinor: listMinor, discounts: [] };
}

function byStanding({ goods: one }: DraftLine, { goods: other }: DraftLine): number {
  return (
    other.taxRateBp - one.taxRateBp || compareCodes(one.sku, other.sku) || compareCodes(one.ref, other.ref)
  );
}

function inTurn(benefits: readonly Benefit[]): readonly Benefit[] {
  const refs = new Set<string>();
  for (const [place, { ref }] of benefits.entries()) {
    if (refs.has(ref)) throw new Refused("benefit_repeated", `benefits.${place}`);
    refs.add(ref);
  }
  return [...benefits].sort(
    (one, other) => one.rule.priority - other.rule.priority || compareCodes(one.ref, other.ref),
  );
}

/** Lets the benefit take off what it may. */
function take(
  { ref, rule }: Benefit,
  { after, from, rounding }: { after: Benefit | null; from: readonly DraftLine[]; rounding: Rounding },
): Applied | Skipped {
  const lines = from.filter((line) => isFor(rule, line.goods));
  if (lines.length === 0) return { ref, reason: "no_matching_goods" };
  if (after !== null && !(rule.stacks && after.rule.stacks)) {
    return { ref, reason: "not_stackable", with: after.ref };
  }
  const missingMinor = rule.minimumMinor - sum(lines.map((line) => line.askedMinor));
  if (missingMinor > 0)
    return { ref, reason: "below_minimum", minimumMinor: rule.minimumMinor, missingMinor };
  const discountMinor = discountOn(rule.benefit, leftOf(lines), rounding);
  if (discountMinor === 0) return { ref, reason: "no_effect" };
  takeOff(ref, discountMinor, lines);
  return { ref, discountMinor };
}

/** Takes off what staff said, as far as anything is left. */
function markDown(markdown: Markdown, from: readonly DraftLine[], rounding: Rounding): void {
  const lines = from.filter((line) => markdown.line === null || line.goods.ref === markdown.line);
  const discountMinor = markedDown(markdown, lines, rounding);
  if (discountMinor > 0) takeOff(refOf(markdown), discountMinor, lines);
}

function markedDown({ kind, value }: Markdown, lines: readonly DraftLine[], rounding: Rounding): number {
  const leftMinor = leftOf(lines);
  if (kind === "percent") return divide(BigInt(leftMinor) * BigInt(value), WHOLE_BP, rounding);
  if (kind === "amount") return Math.min(value, leftMinor);
  return Math.max(0, leftMinor - sum(lines.map((line) => line.goods.quantity * value)));
}

function leftOf(lines: readonly DraftLine[]): number {
  return sum(lines.map((line) => line.leftMinor));
}

/** Shares what is taken off over the lines by what is left of each. */
function takeOff(ref: string, discountMinor: number, lines: readonly DraftLine[]): void {
  const parts = share(
    discountMinor,
    lines.map((line) => line.leftMinor),
  );
  for (const [place, line] of lines.entries()) {
    const partMinor = parts[place] ?? 0;
    if (partMinor === 0) continue;
    line.leftMinor -= partMinor;
    line.discounts.push([ref, partMinor]);
  }
}

function close(lines: readonly DraftLine[], terms: Terms): Omit<Quote, "applied" | "skipped"> {
  const taxes = taxesOf(lines, terms);
  const goodsMinor = sum(lines.map((line) => line.listMinor));
  return {
    lines: lines.map(quoteLine),
    taxes,
    goodsMinor,
    discountMinor: goodsMinor - sum(lines.map((line) => line.leftMinor)),
    totalMinor: sum(taxes.map((rate) => rate.grossMinor)),
    taxMinor: sum(taxes.map((rate) => rate.taxMinor)),
    points: pointsOf(lines, terms),
  };
}

function quoteLine({ goods, listMinor, leftMinor, discounts }: DraftLine): QuoteLine {
  const { ref, sku, quantity, unitPriceMinor, taxRateBp } = goods;
  const discountMinor = listMinor - leftMinor;
  return {
    ref,
    sku,
    quantity,
    unitPriceMinor,
    listMinor,
    discountMinor,
    totalMinor: leftMinor,
    taxRateBp,
    discounts,
  };
}

function taxesOf(lines: readonly DraftLine[], { pricesIncludeTax, taxRounding: rounding }: Terms) {
  const amounts = lines.map(({ goods, leftMinor }) => [goods.taxRateBp, leftMinor] as const);
  return taxTotals(amounts, { pricesIncludeTax, rounding });
}

function pointsOf(lines: readonly DraftLine[], terms: Terms): number {
  const earning = taxesOf(
    lines.filter((line) => line.goods.earnsPoints),
    terms,
  );
  const [points, minor] = terms.pointsPerMinor;
  const full = divide(BigInt(sum(earning.map((rate) => rate.netMinor))), minor, "floor");
  return sum([full * points]);
}
