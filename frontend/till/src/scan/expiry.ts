/** Packages that say when they must be sold: the cashier is asked before goods past that day are taken. */
import { signal } from "@preact/signals";
import { serverNow } from "../alone/here";
import type { Variant } from "../api/shapes";
import { expiryDate, isExpired, readGs1 } from "../assortment/gs1";
import { storeDate } from "../state/session";
import { playRefused } from "../state/sound";

/** Goods whose package is past its day, `2026-07-04`, and whom the answer goes to. */
export interface Expired {
  variant: Variant;
  expiredOn: string;
  answer: (isTaken: boolean) => void;
}

/** What the cashier is asked about; null while nothing is. */
export const expired = signal<Expired | null>(null);

/** Whether goods that a code named may be taken: asks when the package itself says that its day is over. */
export async function mayTake(variant: Variant, scanned: string): Promise<boolean> {
  const code = readGs1(scanned);
  const today = storeDate(new Date(serverNow()));
  if (!code || !isExpired(code, today)) return true;
  playRefused();
  const isTaken = await new Promise<boolean>((answer) => {
    expired.value = { variant, expiredOn: expiryDate(code.expires, today), answer };
  });
  expired.value = null;
  return isTaken;
}

/** The screen is left: nothing is taken. */
export function leaveExpired(): void {
  expired.value?.answer(false);
}
