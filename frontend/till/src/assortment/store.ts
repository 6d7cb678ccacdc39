/** What this device sells by without a network: the only code that writes it, a page of the feed at a time. */
import Dexie, { type Table } from "dexie";
import type { FeedPage, Terms } from "../api/shapes";
import type {
  KeptCategory,
  KeptCoupon,
  KeptGoods,
  KeptKey,
  KeptMember,
  Part,
  PartState,
  TillDatabase,
} from "../data/db";
import { codeIn, foldCode, gtinNumber } from "./codes";
import {
  afterPage,
  generationInUse,
  generationOf,
  keptCategory,
  keptCoupon,
  keptGoods,
  keptKey,
  keptMember,
  keptTerms,
  newPart,
} from "./pages";
import { WordIndex } from "./words";

/** A quick key and what it sells. */
export interface KeyWithGoods {
  key: KeptKey;
  goods: KeptGoods;
}

/** What lists are priced by. */
export type Shelf = Pick<Assortment, "find" | "search" | "categoriesAbove" | "coupon" | "terms" | "member">;

/** A member as this device knows them, and when that was so, by the server's clock. */
export interface MemberAsOf {
  member: KeptMember;
  asOf: string;
}

type KeptRow = { generation: number; code: string };

/**
 * The assortment on this device.
 *
 * A page and its cursor are written together or not at all, so a device that goes off in the middle goes on where it
 * was. A part that is told anew is built beside the one in use, so that the till is never without goods.
 */
export class Assortment {
  private words: { generation: number; index: Promise<WordIndex> } | null = null;

  constructor(private readonly database: TillDatabase) {}

  /** How far a part has come. */
  async state(part: Part): Promise<PartState> {
    return (await this.database.parts.get(part)) ?? newPart(part);
  }

  /**
   * Writes down a page that was asked for with this cursor; false when the part has another one by now.
   *
   * Rejects when the device has no room; the part is then as it was.
   */
  async take(page: FeedPage, since: string): Promise<boolean> {
    const { parts } = this.database;
    const table = this.tableOf(page.part);
    const after = await this.database.transaction("rw", parts, table, async () => {
      const before = await this.state(page.part);
      if (before.cursor !== since) return null;
      const next = afterPage(before, page);
      const generation = page.starts_anew ? (next.building ?? next.live ?? 0) : generationOf(before);
      await table.bulkPut(rowsOf(page, generation));
      await table.bulkDelete(page.gone.map((code): [number, string] => [generation, code]));
      await parts.put(next);
      return next;
    });
    if (!after) return false;
    if (page.part === "goods") await this.note(page, after);
    return true;
  }

  /** Forgets the rows of generations that no part uses any more. */
  async sweep(): Promise<void> {
    for (const part of ["goods", "categories", "coupons", "terms", "keys", "members"] as const) {
      const { live, building } = await this.state(part);
      const used = [live, building].filter((one) => one !== null).sort((one, other) => one - other);
      let from = 0;
      for (const generation of used) {
        await this.forget(part, from, generation);
        from = generation + 1;
      }
    }
  }

  /** The goods that a typed or scanned code names, as the server's `find_variant` finds them: by SKU, else by GTIN. */
  async find(scanned: string): Promise<KeptGoods | undefined> {
    const { goods } = this.database;
    const generation = generationInUse(await this.state("goods"));
    const code = foldCode(codeIn(scanned));
    const number = gtinNumber(code);
    return (
      (await goods.get([generation, code])) ??
      (await goods.get([generation, code.toUpperCase()])) ??
      (number ? await goods.get({ generation, number }) : undefined)
    );
  }

  /** Goods whose names have all the words; the first call reads all names. */
  async search(typed: string, limit = 12): Promise<KeptGoods[]> {
    const generation = generationInUse(await this.state("goods"));
    const index = await this.indexOf(generation);
    const keys = index.find(typed, limit).map((code): [number, string] => [generation, code]);
    return (await this.database.goods.bulkGet(keys)).filter((found) => found !== undefined);
  }

  /** How many goods there are to sell by. */
  async count(): Promise<number> {
    const generation = generationInUse(await this.state("goods"));
    return inGeneration(this.database.goods, generation, generation).count();
  }

  /** A category and all above it, the nearest first; those that a rule may name. */
  async categoriesAbove(code: string): Promise<string[]> {
    const generation = generationInUse(await this.state("categories"));
    const found: string[] = [];
    for (let next: string | null = code; next !== null && !found.includes(next); ) {
      found.push(next);
      const kept: KeptCategory | undefined = await this.database.categories.get([generation, next]);
      next = kept?.above ?? null;
    }
    return found;
  }

  /** A coupon by its code as somebody typed it; its dates are for the caller to look at. */
  async coupon(typed: string): Promise<KeptCoupon | undefined> {
    const generation = generationInUse(await this.state("coupons"));
    return this.database.coupons.get([generation, foldCode(typed).toUpperCase()]);
  }

  /** Whose card has this number; undefined also while members were never told to the end. */
  async member(number: string): Promise<MemberAsOf | undefined> {
    const { live, asOf } = await this.state("members");
    if (live === null || asOf === null) return undefined;
    const member = await this.database.members.get({ generation: live, number });
    return member && { member, asOf };
  }

  /** The quick keys whose goods this device knows, by position. */
  async keys(): Promise<KeyWithGoods[]> {
    const generation = generationInUse(await this.state("keys"));
    const kept = await inGeneration(this.database.keys, generation, generation).toArray();
    const ofGoods = generationInUse(await this.state("goods"));
    const goods = await this.database.goods.bulkGet(kept.map(({ sku }): [number, string] => [ofGoods, sku]));
    return kept
      .flatMap((key, place) => {
        const found = goods[place];
        return found ? [{ key, goods: found }] : [];
      })
      .sort((one, other) => one.key.position - other.key.position);
  }

  /** How the shop counts, or undefined while nobody told. */
  async terms(): Promise<Terms | undefined> {
    const generation = generationInUse(await this.state("terms"));
    return (await this.database.terms.get([generation, "terms"]))?.terms;
  }

  private tableOf(part: Part): Table<KeptRow, [number, string]> {
    return this.database[part] as unknown as Table<KeptRow, [number, string]>;
  }

  private async forget(part: Part, from: number, before: number): Promise<void> {
    if (from < before) await inGeneration(this.tableOf(part), from, before - 1).delete();
  }

  /** Names follow the goods, so that nobody waits for all of them to be read again. */
  private async note(page: Extract<FeedPage, { part: "goods" }>, after: PartState): Promise<void> {
    const generation = generationInUse(after);
    if (this.words?.generation !== generation) this.words = null;
    // What is built beside the generation in use is not looked for yet.
    if (!this.words || (after.building ?? generation) !== generation) return;
    // Once all are read: else a name that was read before this page came would be put over its own.
    const index = await this.words.index;
    for (const [code, , name] of page.rows) index.put({ code, name });
    for (const code of page.gone) index.remove(code);
  }

  private indexOf(generation: number): Promise<WordIndex> {
    if (this.words?.generation !== generation) {
      const index = this.fill(generation);
      this.words = { generation, index };
      index.catch(() => {
        if (this.words?.index === index) this.words = null;
      });
    }
    return this.words.index;
  }

  private async fill(generation: number): Promise<WordIndex> {
    const index = new WordIndex();
    const all = await inGeneration(this.database.goods, generation, generation).toArray();
    for (const goods of all) index.put(goods);
    return index;
  }
}

function inGeneration<T>(table: Table<T, [number, string]>, first: number, last: number) {
  return table.where("[generation+code]").between([first, Dexie.minKey], [last, Dexie.maxKey]);
}

function rowsOf(page: FeedPage, generation: number): KeptRow[] {
  switch (page.part) {
    case "goods":
      return page.rows.map((row) => keptGoods(row, generation));
    case "categories":
      return page.rows.map((row) => keptCategory(row, generation));
    case "coupons":
      return page.rows.map((row) => keptCoupon(row, generation));
    case "keys":
      return page.rows.map((row) => keptKey(row, generation));
    case "members":
      return page.rows.map((row) => keptMember(row, generation));
    case "terms":
      return page.rows.map((row) => keptTerms(row, generation));
  }
}
