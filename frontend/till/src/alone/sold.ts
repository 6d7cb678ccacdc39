/**
 * What this till sold by itself since its goods and prices were loaded, booked or not: the shop's limits are for all of
 * it. What was booked in between leaves the queue, but not this list. Pure.
 */
import type { Envelope } from "../data/db";

/** A sale that this till made by itself. */
export interface SoldAlone {
  uid: string;
  storeCode: string;
  registerCode: string;
  totalMinor: number;
  couponCodes: readonly string[];
  /** When the goods and prices it was made by were the server's; ISO 8601 in UTC. */
  syncedAt: string;
}

/** The sale in an envelope. */
export function soldIn({ uid, storeCode, registerCode, totalMinor, later }: Envelope): SoldAlone {
  const couponCodes = later?.coupons.map(({ code }) => code) ?? [];
  return { uid, storeCode, registerCode, totalMinor, couponCodes, syncedAt: later?.synced_at ?? "" };
}

/** With one more sale, and without what was sold on goods and prices from before the newest load. */
export function withSold(sold: readonly SoldAlone[], one: SoldAlone, asOf: string | null): SoldAlone[] {
  return [...sinceLoad(sold, asOf).filter(({ uid }) => uid !== one.uid), one];
}

/** What counts for the limits of a register: all that waits, and what was booked since the newest load. */
export function countedSales(
  sold: readonly SoldAlone[],
  waiting: readonly Envelope[],
  asOf: string | null,
): SoldAlone[] {
  const waits = waiting.map(soldIn);
  const uids = new Set(waits.map(({ uid }) => uid));
  return [...waits, ...sinceLoad(sold, asOf).filter(({ uid }) => !uids.has(uid))];
}

function sinceLoad(sold: readonly SoldAlone[], asOf: string | null): SoldAlone[] {
  if (!asOf) return [...sold];
  return sold.filter(({ syncedAt }) => Date.parse(syncedAt) >= Date.parse(asOf));
}
