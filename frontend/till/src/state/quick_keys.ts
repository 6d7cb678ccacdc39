/** The quick keys of this store's tills, as the device knows them; they follow what the feed tells. */
import { effect, signal } from "@preact/signals";
import { assortment } from "../alone/here";
import { freshness } from "../assortment/follower";
import type { KeyWithGoods } from "../assortment/store";

/** A page of keys. */
export interface KeyPage {
  name: string;
  keys: readonly KeyWithGoods[];
}

/** In the order of their first key. */
export const keyPages = signal<readonly KeyPage[]>([]);
/** The page that is looked at, by its name; the first where there is none of it. */
export const pageInView = signal("");
/** Whether the keys are shown; a phone begins without them. */
export const areKeysOpen = signal(globalThis.matchMedia?.("(min-width: 40rem)").matches ?? true);

/** Keys by page. Pure. */
export function byPage(keys: readonly KeyWithGoods[]): KeyPage[] {
  const pages = new Map<string, KeyWithGoods[]>();
  for (const one of keys) {
    const page = pages.get(one.key.page);
    if (page) page.push(one);
    else pages.set(one.key.page, [one]);
  }
  return [...pages].map(([name, those]) => ({ name, keys: those }));
}

/** One of eight colours for a category: always the same one. */
export function hueOf(category: string): number {
  let sum = 0;
  for (const letter of category) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return sum % 8;
}

/** Reads the keys whenever the device was told something new. */
export function followQuickKeys(): void {
  effect(() => {
    freshness.value;
    void assortment.keys().then(
      (keys) => {
        keyPages.value = byPage(keys);
      },
      () => undefined,
    );
  });
}
