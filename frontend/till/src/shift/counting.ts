/** Counting a drawer: how many of each coin and note, and what they come to. Whole minor units; nothing is divided. */
import type { ShiftCount, ShiftReport } from "../api/shapes";

/** Pieces by the value of the coin or note, in minor units; what is not there was not counted. */
export type Pieces = Readonly<Record<number, number>>;

export const MOST_PIECES = 9_999;

/** What a count comes to. */
export function sumOf(pieces: Pieces): number {
  return Object.entries(pieces).reduce((sum, [value, count]) => sum + Number(value) * count, 0);
}

/** The same count with another number of one coin or note. */
export function withPieces(pieces: Pieces, value: number, count: number): Pieces {
  return { ...pieces, [value]: count };
}

/** The count as the API takes it: without what is not there. */
export function countsOf(pieces: Pieces, denominations: readonly number[]): ShiftCount[] {
  return denominations
    .filter((value) => (pieces[value] ?? 0) > 0)
    .map((value) => ({ value_minor: value, pieces: pieces[value] ?? 0 }));
}

/** A row of what moved a drawer, with its sign. */
export interface CashRow {
  name: "opening" | "taken" | "refunded" | "paid_out" | "moved_in" | "moved_out";
  minor: number;
}

/** What moved a drawer, with signs; what did not move is left out but for the opening and the sales. */
export function cashRows(cash: ShiftReport["cash"]): CashRow[] {
  const rows: CashRow[] = [
    { name: "opening", minor: cash.opening_minor },
    { name: "taken", minor: cash.taken_minor },
    { name: "refunded", minor: -cash.refunded_minor },
    { name: "paid_out", minor: -cash.paid_out_minor },
    { name: "moved_in", minor: cash.moved_in_minor },
    { name: "moved_out", minor: -cash.moved_out_minor },
  ];
  return rows.filter((row) => row.minor !== 0 || row.name === "opening" || row.name === "taken");
}
