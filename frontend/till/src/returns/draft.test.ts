import { describe, expect, it } from "vitest";
import type { Returnable, Variant } from "../api/shapes";
import {
  type BackRow,
  canSplit,
  changed,
  freeOf,
  isReady,
  rowsLeft,
  rowsOf,
  split,
  wishOf,
  withAll,
  withGoods,
} from "./draft";

function line(uid: string, quantity: number, left_quantity: number) {
  return {
    uid,
    sku: `SKU-${uid}`,
    gtin: null,
    name: uid,
    quantity,
    left_quantity,
    unit_price_minor: 980,
    discount_minor: 0,
    total_minor: 980 * quantity,
    tax_rate_bp: 800,
  };
}

function sale(): Returnable {
  return { lines: [line("beans", 3, 2), line("tea", 1, 0)] } as unknown as Returnable;
}

function first(rows: readonly BackRow[]): BackRow {
  const [row] = rows;
  if (!row) throw new Error("there is no row");
  return row;
}

const COFFEE = { sku: "100042", name: "Coffee", price_minor: 1_980 } as Variant;

describe("what comes back", () => {
  it("stays chosen when another till takes goods back, as far as pieces are left", () => {
    const before = { lines: [line("beans", 3, 3), line("tea", 1, 1)] } as unknown as Returnable;
    const [beans, tea] = rowsOf(before) as [BackRow, BackRow];
    const rows = [
      { ...beans, quantity: 2 },
      { ...beans, key: "other", quantity: 1, condition: "damaged" as const },
      { ...tea, quantity: 1 },
    ];

    expect(rowsLeft(rows, sale()).map((row) => [row.name, row.quantity, row.left])).toEqual([
      ["beans", 2, 2],
      ["beans", 0, 2],
      ["tea", 0, 0],
    ]);
  });

  it("begins with nothing of what is left of each line", () => {
    expect(rowsOf(sale()).map((row) => [row.name, row.quantity, row.left])).toEqual([
      ["beans", 0, 2],
      ["tea", 0, 0],
    ]);
  });

  it("is everything that is left by one tap", () => {
    expect(withAll(rowsOf(sale())).map((row) => row.quantity)).toEqual([2, 0]);
  });

  it("parts a line into two conditions, with no more pieces than are left", () => {
    const rows = withAll(rowsOf(sale()));

    const parted = split(rows, first(rows).key);

    expect(parted.map((row) => [row.name, row.quantity, row.condition])).toEqual([
      ["beans", 1, "resalable"],
      ["beans", 1, "damaged"],
      ["tea", 0, "resalable"],
    ]);
    expect(freeOf(parted, first(parted))).toBe(0);
    expect(canSplit(parted, first(parted))).toBe(false);
  });

  it("parts off a piece that was not chosen yet, if there is one", () => {
    const rows = rowsOf(sale());
    const one = changed(rows, first(rows).key, { quantity: 1 });

    expect(canSplit(one, first(one))).toBe(true);
    expect(split(one, first(one).key).map((row) => row.quantity)).toEqual([1, 1, 0]);
    expect(withAll(split(one, first(one).key)).map((row) => row.quantity)).toEqual([1, 1, 0]);
  });

  it("is ready when something is chosen, and says why goods are not kept", () => {
    const rows = rowsOf(sale());
    const { key } = first(rows);
    const away = changed(rows, key, { quantity: 1, condition: "discarded" });

    expect(isReady(rows)).toBe(false);
    expect(isReady(changed(rows, key, { quantity: 1 }))).toBe(true);
    expect(isReady(away)).toBe(false);
    expect(isReady(changed(away, key, { note: "opened" }))).toBe(true);
  });

  it("asks by the lines of the sale, or by goods where there is none", () => {
    const rows = changed(rowsOf(sale()), "", {});
    const one = changed(rows, first(rows).key, { quantity: 1, note: "left over" });

    expect(wishOf(one, "order")).toEqual({
      order_uid: "order",
      lines: [{ line_uid: "beans", quantity: 1, condition: "resalable", note: "" }],
      goods: [],
    });
    const goods = withGoods(withGoods([], COFFEE), COFFEE);
    expect(wishOf(goods, null)).toEqual({
      order_uid: null,
      lines: [],
      goods: [{ sku: "100042", quantity: 2, condition: "resalable", note: "" }],
    });
  });
});
