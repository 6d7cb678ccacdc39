/** One order on the screen: read, read again when the news name it, and replaced by what each deed answers. */
import { useEffect, useState } from "preact/hooks";
import type { Order } from "../api/shapes";
import * as till from "../api/till";
import { type Deed, useDeed } from "../ui/deed";
import { changed, sawPickup } from "./pickups";

interface OpenOrder {
  order: Order | null;
  setOrder: (order: Order) => void;
  reading: Deed;
  /** Reads it again; answers whether it could be read. */
  again: () => Promise<boolean>;
}

export function useOrder(uid: string): OpenOrder {
  const [order, setOrder] = useState<Order | null>(null);
  const reading = useDeed();
  const isNamed = changed.value.includes(uid);
  const again = () => reading.run(async () => setOrder(await till.getOrder(uid)));
  useEffect(() => {
    sawPickup(uid);
    void again();
  }, [uid, isNamed && changed.value]);
  return { order: order?.uid === uid ? order : null, setOrder, reading, again };
}

/** What a screen decides about: another state or other pieces are another order to it. */
export function versionOf(order: Order): string {
  return `${order.status} ${order.lines.map((line) => `${line.uid} ${line.quantity}`).join()}`;
}
