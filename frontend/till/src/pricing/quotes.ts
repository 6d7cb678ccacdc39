/** What a quote answers: lines with their discounts, tax per rate, points, and which benefits did what. */
import type { RateTotal } from "./tax";

/** One line priced. `totalMinor` is `listMinor - discountMinor`, in the prices' own mode. */
export interface QuoteLine {
  ref: string;
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  listMinor: number;
  discountMinor: number;
  totalMinor: number;
  taxRateBp: number;
  /** Minor units above zero, in the order they were applied. */
  discounts: readonly (readonly [benefit: string, minor: number])[];
}

/** A benefit that took something off: always above zero. */
export interface Applied {
  ref: string;
  discountMinor: number;
}

/** A benefit that took nothing off, and why; the reasons in the order they are looked for. */
export type Skipped = { ref: string } & (
  | { reason: "no_matching_goods" }
  | { reason: "not_stackable"; with: string }
  | { reason: "below_minimum"; minimumMinor: number; missingMinor: number }
  | { reason: "no_effect" }
);

/** What goods cost. */
export interface Quote {
  /** In the order of the goods. */
  lines: readonly QuoteLine[];
  /** Per rate, the highest first; a rate stays when its goods became free. */
  taxes: readonly RateTotal[];
  /** The list amounts together, in the prices' own mode. */
  goodsMinor: number;
  /** What all benefits took off, in the prices' own mode. */
  discountMinor: number;
  /** What is paid, tax included. */
  totalMinor: number;
  /** The tax in it. */
  taxMinor: number;
  /** What the sale earns. */
  points: number;
  /** In the order they took their turns, as the skipped. */
  applied: readonly Applied[];
  skipped: readonly Skipped[];
}
