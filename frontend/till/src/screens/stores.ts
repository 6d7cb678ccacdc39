/** Finding a store among hundreds. */
import type { TillStore } from "../api/shapes";
import type { Envelope } from "../data/db";

const fold = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** Stores whose name or code holds the words, whatever their width and case. */
export function storesFor(stores: readonly TillStore[], words: string): TillStore[] {
  const wanted = fold(words);
  return stores.filter((store) => fold(`${store.name} ${store.code}`).includes(wanted));
}

/** How many stores a search found, or null when nothing was searched for: then all are there, and none was found. */
export function countFound(stores: readonly TillStore[], words: string): number | null {
  return fold(words) ? storesFor(stores, words).length : null;
}

/** What a person chose so far; codes of a store and one of its registers. */
export interface Chosen {
  storeCode: string;
  registerCode: string;
}

/** A remembered store and register, as far as they are still listed; empty where they are there no more. */
export function listedOf(stores: readonly TillStore[], remembered: Chosen | null): Chosen {
  const store = stores.find(({ code }) => code === remembered?.storeCode);
  const register = store?.registers.find(({ code }) => code === remembered?.registerCode);
  return { storeCode: store?.code ?? "", registerCode: register?.code ?? "" };
}

/** Whether the register of a sale that waits is still listed: then it is the only one to sign in at. */
export function isListed(stores: readonly TillStore[], waiting: Envelope | null): boolean {
  return waiting !== null && listedOf(stores, waiting).registerCode !== "";
}
