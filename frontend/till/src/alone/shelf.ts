/** What a till must know by itself to price a list: kept on the device, as fresh as it last heard from the server. */
import type { Terms } from "../pricing/basket";

export interface KnownGoods {
  sku: string;
  gtin: string | null;
  /** As the till shows it. */
  name: string;
  product: string;
  /** Codes of the category and of all above it. */
  categories: readonly string[];
  priceMinor: number;
  /** In basis points, for goods that are taken out of the store. */
  taxRateBp: number;
}

export interface KnownCoupon {
  code: string;
  name: string;
  kind: "code" | "member";
  /** The rule's JSON, in a version of the language that this app may not know. */
  rule: unknown;
  /** The products that it is for, if it has a list; null otherwise. */
  listedProducts: readonly string[] | null;
  /** ISO 8601; the end is exclusive. */
  validFrom: string;
  validUntil: string;
  customerLimit: number | null;
}

export interface Shelf {
  goodsOf(skus: readonly string[]): Promise<ReadonlyMap<string, KnownGoods>>;
  /** What a scanned or typed code names, as the server would find it. */
  goodsByCode(code: string): Promise<KnownGoods | undefined>;
  /** Goods whose names have all the words, the best first. */
  goodsByWords(words: string, most: number): Promise<readonly KnownGoods[]>;
  coupon(code: string): Promise<KnownCoupon | undefined>;
  /** Undefined until the device has heard them. */
  terms(): Promise<Terms | undefined>;
}
