/** A change of an order as it stands on the screen, before it is sent: what each line is to be, and what is added. */
import { NotConnected, Problem } from "../api/problem";
import type { Order, OrderChangeWish, OrderLine, Variant } from "../api/shapes";

export interface AddedGoods {
  uid: string;
  sku: string;
  name: string;
  quantity: number;
  unitPriceMinor: number;
}

export interface OrderChange {
  /** Of the whole change, so that it is made once. */
  uid: string;
  /** Pieces by uid of the line, where they are to differ. */
  pieces: Readonly<Record<string, number>>;
  added: readonly AddedGoods[];
}

/** Nothing changed yet. */
export function noChange(uid: string): OrderChange {
  return { uid, pieces: {}, added: [] };
}

/** The pieces of a line as it is to be. */
export function piecesOf(change: OrderChange, line: OrderLine): number {
  return change.pieces[line.uid] ?? line.quantity;
}

/** The same with so many pieces of a line. */
export function withPieces(change: OrderChange, line: OrderLine, quantity: number): OrderChange {
  const { [line.uid]: _before, ...others } = change.pieces;
  const pieces = quantity === line.quantity ? others : { ...others, [line.uid]: quantity };
  return { ...change, pieces };
}

/** The same with so many pieces of goods that were added; with none they are gone. */
export function withAdded(change: OrderChange, uid: string, quantity: number): OrderChange {
  const added = change.added
    .map((one) => (one.uid === uid ? { ...one, quantity } : one))
    .filter((one) => one.quantity > 0);
  return { ...change, added };
}

/** One piece more of goods: of the order's own line at this price, of what was added before, or new. */
export function withOneMore(change: OrderChange, order: Order, variant: Variant, uid: string): OrderChange {
  const own = order.lines.find(
    (line) => line.sku === variant.sku && !line.fee && line.unit_price_minor === variant.price_minor,
  );
  if (own) return withPieces(change, own, piecesOf(change, own) + 1);
  const known = change.added.find((one) => one.sku === variant.sku);
  if (known) return withAdded(change, known.uid, known.quantity + 1);
  const { sku, name, price_minor: unitPriceMinor } = variant;
  return { ...change, added: [...change.added, { uid, sku, name, quantity: 1, unitPriceMinor }] };
}

/** Whether anything is to be different. */
export function isChanged(change: OrderChange): boolean {
  return Object.keys(change.pieces).length > 0 || change.added.length > 0;
}

/** Whether something is taken off, for which the customer is told why. */
export function takesOff(change: OrderChange, order: Order): boolean {
  return order.lines.some((line) => piecesOf(change, line) < line.quantity);
}

/** The change as it is sent; with the total that was shown, it is refused when that is another one by now. */
export function wishOf(
  change: OrderChange,
  order: Order,
  reason: string,
  shownMinor: number | null,
): OrderChangeWish {
  return {
    uid: change.uid,
    lines: order.lines
      .filter((line) => piecesOf(change, line) !== line.quantity)
      .map((line) => ({
        uid: line.uid,
        quantity: piecesOf(change, line),
        seen_quantity: line.quantity,
        reason: "",
      })),
    added: change.added.map((one) => ({
      uid: one.uid,
      sku: one.sku,
      quantity: one.quantity,
      unit_price_minor: one.unitPriceMinor,
    })),
    expected_total_minor: shownMinor,
    reason,
  };
}

/** What stands on the screen when nobody said what the change does: why, be it a refusal or no answer at all. */
export function unquoted(error: unknown): { told: null; failure: Problem | NotConnected } {
  if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
  return { told: null, failure: error };
}

/** Whether what the screen says of the change may be wrong by now: it was refused. Without an answer it may be done. */
export function isToBeQuotedAnew(error: unknown): boolean {
  return error instanceof Problem;
}
