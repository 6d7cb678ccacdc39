/** Goods as this device knows them, in the shape of the server's answers. What the shelf holds it does not know. */
import type { Resolved, Variant } from "../api/shapes";
import type { KeptGoods } from "../data/db";
import { shelf } from "./here";

/** What a code names; a card that only the server can tell whose it is has its number alone. */
export type Found = Resolved | { kind: "card"; number: string };

/** The goods that a code names, or null. */
export async function variantHere(code: string): Promise<Variant | null> {
  const goods = await shelf().find(code);
  return goods ? variantOf(goods) : null;
}

/** Goods by words, those first whose name begins with them. */
export async function variantsHere(words: string): Promise<Variant[]> {
  return Promise.all((await shelf().search(words)).map(variantOf));
}

/** Goods of this device as the server would answer them. */
export async function variantOf(goods: KeptGoods): Promise<Variant> {
  const rates = (await shelf().terms())?.tax_rates_bp;
  return {
    sku: goods.code,
    gtin: goods.gtin,
    name: goods.name,
    price_minor: goods.priceMinor,
    tax_rate_bp: rates?.[goods.taxClass] ?? 0,
    available: Number.NaN,
    category: "",
    picture_url: null,
  };
}
