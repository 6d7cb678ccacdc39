/** What this device knows: its goods, what it may do by itself, and how its clock stands to the server's. */
import { computed, signal } from "@preact/signals";
import type { OfflineTerms } from "../api/shapes";
import { freshness } from "../assortment/follower";
import { Assortment, type Shelf } from "../assortment/store";
import { database } from "../state/device";
import { PracticeShelf } from "../training/shelf";
import { isTraining, training } from "../training/world";

export const assortment = new Assortment(database);
const practiceShelf = new PracticeShelf(assortment);
/** What may be done without the server, as it last said; null while it never did. */
export const offlineTerms = signal<OfflineTerms | null>(null);
/** By how many seconds this clock is ahead of the server's. */
export const clockOffsetS = signal(0);

/** The server's clock in milliseconds, as far as this device knows. */
export function serverNow(): number {
  return Date.now() - clockOffsetS.peek() * 1_000;
}

/** What lists are priced by: in training the practice goods stand beside the shop's. */
export function shelf(): Shelf {
  return isTraining.peek() ? practiceShelf : assortment;
}

/** When goods and prices were the server's, by its clock; null while there are none to sell by. */
export const pricesAsOf = computed(() => training.value?.startedAt ?? freshness.value.asOf);

/** The kinds of coupons that this till may take by itself. */
export function couponKinds(): readonly string[] {
  return isTraining.peek() ? ["member"] : (offlineTerms.peek()?.coupons.kinds ?? []);
}
