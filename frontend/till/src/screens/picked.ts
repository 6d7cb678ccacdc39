/** What was picked of an order so far, in pieces, here and at the other tills. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Order, OrderLine } from "../api/shapes";
import { type Pieces, Ticks } from "../state/ticks";

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
  ticks: Ticks;
}

/** Pieces of a line that are here to be picked: the others come from another store, or are parked. */
export const toPick = (line: OrderLine) => line.quantity - (line.awaited_quantity ?? 0);

/** What was picked of an order; null until the device has told what it kept, which a scan before would overwrite. */
export function usePicked(order: Order): Picked | null {
  const [ticks, setTicks] = useState<Ticks | null>(null);
  useEffect(() => {
    void Ticks.open(order.uid).then(setTicks);
  }, [order.uid]);
  // Read so that the screen is drawn again once something is kept.
  const shown = ticks?.shown.value;
  useEffect(() => {
    if (shown) picking.value = { orderUid: order.uid, pieces: shown };
  }, [shown]);
  if (!ticks) return null;

  const of = (line: OrderLine) => Math.min(ticks.of(line.uid), toPick(line));
  const isDone = (line: OrderLine) => of(line) === toPick(line);
  const scan = (sku: string) => {
    const line = order.lines.find((one) => one.sku === sku && !isDone(one));
    if (line) ticks.set(line.uid, of(line) + 1);
    return line;
  };
  return {
    of,
    isDone,
    toggle: (line) => ticks.set(line.uid, isDone(line) ? 0 : toPick(line)),
    scan,
    isComplete: order.lines.every(isDone),
    ticks,
  };
}
