/**
 * The quote: the only code of the till that prices goods, for when no server can. The twin of `noren.pricing.quoting`:
 * the same goods, benefits and terms give the same quote there and here, and `noren/pricing/vectors` holds the two
 * together. Pure: no page, no signals, no clock.
 *
 * Benefits take their turns in the order of (priority, ref), each on what the former left. A benefit's discount is
 * worked out once on all its goods together, then shared over their lines by largest remainder.
 */
import { type Benefit, checkGoods, checkTerms, type Goods, type Terms } from "./basket";
import { compareCodes } from "./codes";
import { Refused } from "./errors";
import { divide, type Rounding, share, sum } from "./money";
import type { Applied, Quote, QuoteLine, Skipped } from "./quotes";
import { discountOn, isFor } from "./rules";
import { taxTotals } from "./tax";

/** Goods while benefits take their turns: what the line was, what is left of it, and who took what. */
interface DraftLine {
  goods: Goods;
  listMinor: number;
  leftMinor: number;
  discounts: [benefit: string, minor: number][];
}

/**
 * Prices goods under the benefits and terms.
 *
 * Goods may be in any order: one unit that cannot be shared evenly goes by rate, SKU and ref, not by place.
 *
 * @throws Refused goods are out of their bounds, or a ref stands twice
 * @throws RangeError the terms cannot be counted, or an amount is beyond 2^53
 */
export function quote(goods: readonly Goods[], benefits: readonly Benefit[], terms: Terms): Quote {
  checkTerms(terms);
  checkGoods(goods);
  const lines = goods.map(draftLine);
  const standing = [...lines].sort(byStanding);
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
  return { goods, listMinor, leftMinor: listMinor, discounts: [] };
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
  const missingMinor = rule.minimumMinor - sum(lines.map((line) => line.listMinor));
  if (missingMinor > 0)
    return { ref, reason: "below_minimum", minimumMinor: rule.minimumMinor, missingMinor };
  const left = lines.map((line) => line.leftMinor);
  const discountMinor = discountOn(rule.benefit, sum(left), rounding);
  if (discountMinor === 0) return { ref, reason: "no_effect" };
  const parts = share(discountMinor, left);
  for (const [place, line] of lines.entries()) takeOff(line, ref, parts[place] ?? 0);
  return { ref, discountMinor };
}

function takeOff(line: DraftLine, ref: string, partMinor: number): void {
  if (partMinor === 0) return;
  line.leftMinor -= partMinor;
  line.discounts.push([ref, partMinor]);
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
