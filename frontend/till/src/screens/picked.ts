/** What was ticked off so far: kept on the device, so that a reload in the aisle loses nothing. */
import { useEffect, useState } from "preact/hooks";
import type { Order } from "../api/shapes";
import { database } from "../state/device";

export interface Picked {
  has: (lineUid: string) => boolean;
  toggle: (lineUid: string) => void;
  /** Ticks off the line of an SKU; false when the order has no such line. */
  tickSku: (sku: string) => boolean;
  isComplete: boolean;
}

export function usePicked(order: Order): Picked {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const note = `picked ${order.uid}`;
  useEffect(() => {
    void database.note<string[]>(note).then((kept) => setTicked(new Set(kept)));
  }, [note]);

  const keep = (next: ReadonlySet<string>) => {
    setTicked(next);
    void database.setNote(note, [...next]);
  };
  const toggle = (lineUid: string) => {
    const next = new Set(ticked);
    if (!next.delete(lineUid)) next.add(lineUid);
    keep(next);
  };
  const tickSku = (sku: string) => {
    const line = order.lines.find((one) => one.sku === sku && one.quantity > 0);
    if (line) keep(new Set(ticked).add(line.uid));
    return line !== undefined;
  };
  const isComplete = order.lines.every((line) => line.quantity === 0 || ticked.has(line.uid));
  return { has: (lineUid) => ticked.has(lineUid), toggle, tickSku, isComplete };
}
