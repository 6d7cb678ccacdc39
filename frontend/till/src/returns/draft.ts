/** What a customer brings back, row by row: pieces of one line in one condition. */
import type { Condition, Returnable, ReturnDone, ReturnQuoteWish, Variant } from "../api/shapes";
import { newUid } from "../data/ids";

export const CONDITIONS: readonly Condition[] = ["resalable", "damaged", "checking", "discarded"];

export interface BackRow {
  key: string;
  /** The line of the sale; empty where nobody found the sale. */
  lineUid: string;
  sku: string;
  name: string;
  unitPriceMinor: number;
  /** Pieces of the line that may still come back, in all its rows. */
  left: number;
  sold: number;
  quantity: number;
  condition: Condition;
  /** Why they are not kept. */
  note: string;
}

const MOST_WITHOUT_SALE = 9_999;

/** A row for every line of a sale, with nothing chosen yet. */
export function rowsOf(sale: Returnable): BackRow[] {
  return sale.lines.map((line) => ({
    key: newUid(),
    lineUid: line.uid,
    sku: line.sku,
    name: line.name,
    unitPriceMinor: line.unit_price_minor,
    left: line.left_quantity,
    sold: line.quantity,
    quantity: 0,
    condition: "resalable",
    note: "",
  }));
}

/** The rows as they stand, without what another till took back meanwhile. */
export function rowsLeft(rows: readonly BackRow[], sale: Returnable): BackRow[] {
  const left = new Map(sale.lines.map((line) => [line.uid, line.left_quantity]));
  const free = new Map(left);
  return rows.map((row) => {
    const quantity = Math.min(row.quantity, free.get(row.lineUid) ?? 0);
    free.set(row.lineUid, (free.get(row.lineUid) ?? 0) - quantity);
    return { ...row, left: left.get(row.lineUid) ?? 0, quantity };
  });
}

/** The rows with one more piece of goods whose sale nobody found. */
export function withGoods(rows: readonly BackRow[], variant: Variant): BackRow[] {
  const known = rows.find((row) => row.sku === variant.sku);
  if (known) return changed(rows, known.key, { quantity: known.quantity + 1 });
  return [
    ...rows,
    {
      key: newUid(),
      lineUid: "",
      sku: variant.sku,
      name: variant.name,
      unitPriceMinor: variant.price_minor,
      left: MOST_WITHOUT_SALE,
      sold: 0,
      quantity: 1,
      condition: "resalable",
      note: "",
    },
  ];
}

/** The rows with one of them changed. */
export function changed(rows: readonly BackRow[], key: string, changes: Partial<BackRow>): BackRow[] {
  return rows.map((row) => (row.key === key ? { ...row, ...changes } : row));
}

/** Everything that may still come back, chosen. */
export function withAll(rows: readonly BackRow[]): BackRow[] {
  return rows.map((row) => ({ ...row, quantity: row.quantity + freeOf(rows, row) }));
}

/** How many more pieces a row may have: what its line has left in all its rows. */
export function freeOf(rows: readonly BackRow[], row: BackRow): number {
  const same = rows.filter((one) => one.lineUid === row.lineUid && one.sku === row.sku);
  return row.left - same.reduce((sum, one) => sum + one.quantity, 0);
}

/** The rows with a second one for pieces of the same line that are in another condition: one piece moves there. */
export function split(rows: readonly BackRow[], key: string): BackRow[] {
  const place = rows.findIndex((row) => row.key === key);
  const row = rows[place];
  if (!row) return [...rows];
  const hasFree = freeOf(rows, row) > 0;
  const used = new Set(
    rows.filter((one) => one.lineUid === row.lineUid && one.sku === row.sku).map((one) => one.condition),
  );
  const other: BackRow = {
    ...row,
    key: newUid(),
    quantity: 1,
    condition: CONDITIONS.find((condition) => !used.has(condition)) ?? "damaged",
    note: "",
  };
  const kept = hasFree ? row : { ...row, quantity: row.quantity - 1 };
  return rows.toSpliced(place, 1, kept, other);
}

/** Whether a row's pieces can be parted: there is one that may be in another condition. */
export function canSplit(rows: readonly BackRow[], row: BackRow): boolean {
  const same = rows.filter((one) => one.lineUid === row.lineUid && one.sku === row.sku);
  return same.length < CONDITIONS.length && row.quantity > 0 && (row.quantity > 1 || freeOf(rows, row) > 0);
}

/** The rows that something comes back of. */
export function chosen(rows: readonly BackRow[]): BackRow[] {
  return rows.filter((row) => row.quantity > 0);
}

/** Whether something is chosen, and every row that is not kept says why. */
export function isReady(rows: readonly BackRow[]): boolean {
  const some = chosen(rows);
  return some.length > 0 && some.every((row) => row.condition !== "discarded" || row.note.trim() !== "");
}

/** What is asked of the server for these rows. */
export function wishOf(rows: readonly BackRow[], orderUid: string | null): ReturnQuoteWish {
  const some = chosen(rows);
  const said = ({ quantity, condition, note }: BackRow) => ({
    quantity,
    condition,
    note: condition === "discarded" ? note.trim() : "",
  });
  return {
    order_uid: orderUid,
    lines: orderUid ? some.map((row) => ({ line_uid: row.lineUid, ...said(row) })) : [],
    goods: orderUid ? [] : some.map((row) => ({ sku: row.sku, ...said(row) })),
  };
}

/** What is given back out of the drawer for a return, minor units; the rest goes back as it was paid. */
export function cashOf({ booked }: ReturnDone): number {
  return booked.refunds.reduce(
    (sum, refund) => sum + (refund.provider === "cash" ? refund.amount_minor : 0),
    0,
  );
}
