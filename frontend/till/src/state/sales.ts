/** The lists that are being rung up: one over the counter, one for each pickup that is being handed over. */
import { signal } from "@preact/signals";
import type { Draft } from "../data/db";
import { listsOf } from "../training/world";
import { database } from "./device";
import { COUNTER, OpenSale } from "./open_sale";

const open = new Map<string, OpenSale>();

/** The list over the counter, once the device has read it. */
export const counterSale = signal<OpenSale | null>(null);
/** The list of the pickup that was opened last, until it is dropped. */
export const pickupSale = signal<OpenSale | null>(null);

/** The list of a place, as it was left. */
export async function saleAt(place: string): Promise<OpenSale> {
  const sale = open.get(place) ?? (await openAt(place));
  if (sale.isHandOver) pickupSale.value = sale;
  return sale;
}

async function openAt(place: string): Promise<OpenSale> {
  const kept = await listsOf(database).drafts.get(place);
  const sale = open.get(place) ?? new OpenSale(place, kept);
  open.set(place, sale);
  return sale;
}

/** Reads the list over the counter. */
export async function openCounter(): Promise<void> {
  counterSale.value = await saleAt(COUNTER);
}

/** Forgets a list that was booked or given up; the counter starts its next one. */
export function dropSale(place: string): void {
  open.get(place)?.rest();
  open.delete(place);
  if (pickupSale.peek()?.place === place) pickupSale.value = null;
  if (place === COUNTER) startCounter(undefined);
}

/** Starts a list over the counter: the next one, or one that was kept. */
export function startCounter(kept: Draft | undefined): void {
  open.get(COUNTER)?.rest();
  counterSale.value = new OpenSale(COUNTER, kept);
  open.set(COUNTER, counterSale.value);
}

/** Forgets all open lists in memory; what is on the device stays. */
export function closeSales(): void {
  for (const sale of open.values()) sale.rest();
  open.clear();
  counterSale.value = null;
  pickupSale.value = null;
}
