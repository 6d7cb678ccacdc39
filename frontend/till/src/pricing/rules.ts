/** Rules: what a benefit takes off which goods. The twin of `noren.pricing.rules`. */
import { divide, type Rounding } from "./money";

export const WHOLE_BP = 10_000;

/** A part of the amount in basis points, 1 to 10,000; at most `upToMinor` unless that is null. */
export interface PercentOff {
  kind: "percent";
  percentBp: number;
  upToMinor: number | null;
}

/** A fixed amount in minor units, once per quote. */
export interface AmountOff {
  kind: "amount";
  amountMinor: number;
}

/** The goods a rule is for: those of any of these SKUs, products or categories. */
export interface GoodsFilter {
  skus: ReadonlySet<string>;
  products: ReadonlySet<string>;
  categories: ReadonlySet<string>;
}

/** What a rule must know of goods to tell whether it is for them. */
export interface Matchable {
  sku: string;
  product: string;
  categories: readonly string[];
}

/** One benefit and when it holds. */
export interface Rule {
  benefit: PercentOff | AmountOff;
  /** The matching goods must come to this much before any discount, in the prices' own mode. */
  minimumMinor: number;
  /** Null for all goods. */
  goods: GoodsFilter | null;
  /** The lower takes its turn first. */
  priority: number;
  /** False to be used alone: neither after another benefit that took something off nor before one. */
  stacks: boolean;
}

/** What a benefit takes off an amount of zero or more: never more than the amount. */
export function discountOn(benefit: PercentOff | AmountOff, leftMinor: number, rounding: Rounding): number {
  if (benefit.kind === "amount") return Math.min(benefit.amountMinor, leftMinor);
  const discount = divide(BigInt(leftMinor) * BigInt(benefit.percentBp), WHOLE_BP, rounding);
  return Math.min(discount, benefit.upToMinor ?? leftMinor, leftMinor);
}

/** Whether a rule is for these goods. */
export function isFor({ goods: only }: Rule, goods: Matchable): boolean {
  if (only === null) return true;
  return (
    only.skus.has(goods.sku) ||
    only.products.has(goods.product) ||
    goods.categories.some((category) => only.categories.has(category))
  );
}
