/** Finding a store among hundreds. */
import type { TillStore } from "../api/shapes";

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
