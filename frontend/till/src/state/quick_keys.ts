/** The quick keys of this store's tills, as the device knows them; they follow what the feed tells. */
import { computed, effect, signal } from "@preact/signals";
import { assortment } from "../alone/here";
import { freshness } from "../assortment/follower";
import type { KeyWithGoods } from "../assortment/store";
import { database } from "./device";

const HUES = 8;

/** A page of keys. */
export interface KeyPage {
  name: string;
  keys: readonly KeyWithGoods[];
}

/** In the order of their first key. */
export const keyPages = signal<readonly KeyPage[]>([]);
/** The page that is looked at, by its name; the first where there is none of it. */
export const pageInView = signal("");
/** Whether the keys are shown, as it was left on this device; a phone begins without them. */
export const areKeysOpen = signal(globalThis.matchMedia?.("(min-width: 40rem)").matches ?? true);
/** The colour of each category on the keys. */
export const keyHues = computed(() => huesOf(keyPages.value));

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

/**
 * One of eight colours for each category: the same on all pages, and another than its neighbours' on a page. Pure.
 *
 * A category keeps the colour of its name where nothing else on its pages has it. Where a page has more categories than
 * there are colours, one comes again as far away as can be.
 */
export function huesOf(pages: readonly KeyPage[]): ReadonlyMap<string, number> {
  const hues = new Map<string, number>();
  for (const { keys } of pages) {
    for (const { goods } of keys) {
      if (!hues.has(goods.category)) hues.set(goods.category, freeHue(goods.category, pages, hues));
    }
  }
  return hues;
}

/** The first colour from that of the name on which nothing on its pages has; else the one that is farthest away. */
function freeHue(category: string, pages: readonly KeyPage[], hues: ReadonlyMap<string, number>): number {
  const away = new Array<number>(HUES).fill(Number.POSITIVE_INFINITY);
  for (const { keys } of pages) {
    const places = keys.flatMap(({ goods }, place) => (goods.category === category ? [place] : []));
    keys.forEach(({ goods }, other) => {
      const hue = hues.get(goods.category);
      if (hue === undefined) return;
      for (const place of places) away[hue] = Math.min(away[hue] ?? 0, Math.abs(place - other));
    });
  }
  const first = hueOf(category);
  const inOrder = away.map((_, step) => (first + step) % HUES);
  return inOrder.reduce((best, hue) => ((away[hue] ?? 0) > (away[best] ?? 0) ? hue : best));
}

/** The colour of a name: always the same one. */
function hueOf(category: string): number {
  let sum = 0;
  for (const letter of category) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return sum % HUES;
}

/** Shows or folds the keys, and remembers it on this device. */
export async function showKeys(areShown: boolean): Promise<void> {
  areKeysOpen.value = areShown;
  await database.setNote("quick-keys", areShown);
}

/** Reads the keys whenever the device was told something new. */
export function followQuickKeys(): void {
  void database.note<boolean>("quick-keys").then((areShown) => {
    areKeysOpen.value = areShown ?? areKeysOpen.value;
  });
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
