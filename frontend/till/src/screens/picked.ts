/** What was picked so far, in pieces: kept on the device, so that a reload in the aisle loses nothing. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Order, OrderLine } from "../api/shapes";
import { database } from "../state/device";

type Pieces = Readonly<Record<string, number>>;

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

export function usePicked(order: Order): Picked {
  const [pieces, setPieces] = useState<Pieces>({});
  const newest = useRef(pieces);
  newest.current = pieces;
  const note = `picked ${order.uid}`;
  useEffect(() => {
    void database.note<Pieces>(note).then((kept) => setPieces(kept ?? {}));
  }, [note]);

  const keep = (line: OrderLine, count: number) => {
    const next = { ...newest.current, [line.uid]: count };
    newest.current = next;
    setPieces(next);
    void database.setNote(note, next);
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
