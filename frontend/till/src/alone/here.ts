/** What this device knows: its goods, what it may do by itself, and how its clock stands to the server's. */
import { signal } from "@preact/signals";
import type { OfflineTerms } from "../api/shapes";
import { Assortment } from "../assortment/store";
import { database } from "../state/device";

export const assortment = new Assortment(database);
/** What may be done without the server, as it last said; null while it never did. */
export const offlineTerms = signal<OfflineTerms | null>(null);
/** By how many seconds this clock is ahead of the server's. */
export const clockOffsetS = signal(0);

/** The server's clock in milliseconds, as far as this device knows. */
export function serverNow(): number {
  return Date.now() - clockOffsetS.peek() * 1_000;
}
