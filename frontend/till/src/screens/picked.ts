/** What was picked so far, in pieces: kept on the device, so that a reload in the aisle loses nothing. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Order, OrderLine } from "../api/shapes";
import { database } from "../state/device";
import { listsOf } from "../training/world";

/** By the line's uid. */
type Pieces = Readonly<Record<string, number>>;

/** What was picked of the order that was on the screen last. */
export const picking = signal<{ orderUid: string; pieces: Pieces } | null>(null);

export interface Picked {
  /** Pieces of a line, never more than are to be picked. */
  of: (line: OrderLine) => number;
  isDone: (line: OrderLine) => boolean;
  /** Ticks a whole line off, or on again. */
  toggle: (line: OrderLine) => void;
  /** Counts one scanned piece; answers its line, or undefined when the order has no such goods left to pick. */
  scan: (sku: string) => OrderLine | undefined;
  isComplete: boolean;
}

/** Pieces of a line that are here to be picked: the others come from another store, or are parked. */
export const toPick = (line: OrderLine) => line.quantity - (line.awaited_quantity ?? 0);

/** What was picked of an order; null until the device has told what it kept, which a scan before would overwrite. */
export function usePicked(order: Order): Picked | null {
  const [pieces, setPieces] = useState<Pieces | null>(null);
  const newest = useRef<Pieces>({});
  const note = `picked ${order.uid}`;
  const lists = listsOf(database);
  const show = () => {
    setPieces(newest.current);
    picking.value = { orderUid: order.uid, pieces: newest.current };
  };
  useEffect(() => {
    void lists.note<Pieces>(note).then((kept) => {
      newest.current = kept ?? {};
      show();
    });
  }, [note]);
  if (!pieces) return null;

  // Shown once it is kept; where the device keeps nothing more, all the same.
  const keep = (line: OrderLine, count: number) => {
    newest.current = { ...newest.current, [line.uid]: count };
    void lists.setNote(note, newest.current).finally(show);
  };
  const of = (line: OrderLine) => Math.min(newest.current[line.uid] ?? 0, toPick(line));
  const isDone = (line: OrderLine) => of(line) === toPick(line);
  const scan = (sku: string) => {
    const line = order.lines.find((one) => one.sku === sku && !isDone(one));
    if (line) keep(line, of(line) + 1);
    return line;
  };
  return {
    of,
    isDone,
    toggle: (line) => keep(line, isDone(line) ? 0 : toPick(line)),
    scan,
    isComplete: order.lines.every(isDone),
  };
}
