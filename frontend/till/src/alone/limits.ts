/** What this till may do by itself, as the shop's limits say. Pure. */
import type { OfflineTerms, TenderKind } from "../api/shapes";
import { isLarge } from "../sale/markdowns";

const HOUR_MS = 60 * 60 * 1_000;

export interface Asked {
  totalMinor: number;
  couponCodes: readonly string[];
  /** What the register sold by itself since its goods were loaded, and what still waits: coupons and totals. */
  sold: readonly { totalMinor: number; couponCodes: readonly string[] }[];
  /** What was taken off by hand by somebody who needs a second person for much. */
  markdowns?: { minor: number; percent: number };
  /** Since goods and prices were the server's. */
  ageMs: number;
  /** What was handed in beside cash, by the code of its kind. */
  tenders?: readonly { provider: string; amountMinor: number }[];
  /** The kinds that the shop takes. */
  kinds?: readonly TenderKind[];
}

/** Why a sale cannot be made without a network. */
export type Limit =
  | { kind: "unknown" }
  | { kind: "sale"; mostMinor: number }
  | { kind: "register"; mostMinor: number }
  | { kind: "age"; hours: number }
  | { kind: "clock" }
  | { kind: "markdown" }
  | { kind: "coupon"; code: string }
  | { kind: "tender"; name: string; mostMinor: number };

/** The first limit that the sale would pass, or null. Terms that nobody told allow nothing. */
export function limitPassed(asked: Asked, terms: OfflineTerms | null): Limit | null {
  if (!terms) return { kind: "unknown" };
  if (asked.ageMs < -terms.clock_tolerance_s * 1_000) return { kind: "clock" };
  if (asked.ageMs > terms.most_hours * HOUR_MS) return { kind: "age", hours: terms.most_hours };
  if (asked.totalMinor > terms.most_per_sale_minor) {
    return { kind: "sale", mostMinor: terms.most_per_sale_minor };
  }
  if (asked.markdowns && isLarge(asked.markdowns, terms)) return { kind: "markdown" };
  const soldMinor = asked.sold.reduce((sum, one) => sum + one.totalMinor, asked.totalMinor);
  if (soldMinor > terms.most_per_register_minor) {
    return { kind: "register", mostMinor: terms.most_per_register_minor };
  }
  for (const code of asked.couponCodes) {
    const uses = asked.sold.filter((one) => one.couponCodes.includes(code)).length;
    if (uses >= terms.coupons.uses_per_register) return { kind: "coupon", code };
  }
  return tenderPassed(asked.tenders ?? [], asked.kinds ?? []);
}

/** The first kind of which more was handed in than a till may take alone. */
function tenderPassed(
  tenders: readonly { provider: string; amountMinor: number }[],
  kinds: readonly TenderKind[],
): Limit | null {
  for (const provider of new Set(tenders.map((each) => each.provider))) {
    const kind = kinds.find(({ code }) => code === provider);
    const mostMinor = kind ? kind.most_alone_minor : 0;
    const minor = tenders.reduce(
      (sum, each) => (each.provider === provider ? sum + each.amountMinor : sum),
      0,
    );
    if (mostMinor !== null && minor > mostMinor)
      return { kind: "tender", name: kind?.name ?? provider, mostMinor };
  }
  return null;
}
