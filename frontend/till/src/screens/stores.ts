/** Finding a store among hundreds. */
import type { TillStore } from "../api/shapes";

/** Stores whose name or code holds the words, whatever their width and case. */
export function storesFor(stores: readonly TillStore[], words: string): TillStore[] {
  const fold = (text: string) => text.normalize("NFKC").toLowerCase().trim();
  const wanted = fold(words);
  return stores.filter((store) => fold(`${store.name} ${store.code}`).includes(wanted));
}
