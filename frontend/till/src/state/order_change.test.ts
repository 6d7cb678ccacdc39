import { expect, test } from "vitest";
import { NotConnected, Problem } from "../api/problem";
import type { Order, Variant } from "../api/shapes";
import {
  isChanged,
  isToBeQuotedAnew,
  noChange,
  takesOff,
  unquoted,
  wishOf,
  withAdded,
  withOneMore,
  withPieces,
} from "./order_change";

const order = {
  lines: [
    { uid: "a", sku: "100042", quantity: 2, unit_price_minor: 980, fee: "" },
    { uid: "w", sku: "WRAP", quantity: 1, unit_price_minor: 330, fee: "gift_wrap" },
  ],
} as unknown as Order;
const [beans, wrap] = order.lines as [Order["lines"][number], Order["lines"][number]];
const goods = (sku: string, price: number) => ({ sku, name: sku, price_minor: price }) as unknown as Variant;

test("what is put back as it was is no change", () => {
  const changed = withPieces(noChange("u"), beans, 1);
  expect(isChanged(changed)).toBe(true);
  expect(takesOff(changed, order)).toBe(true);
  expect(isChanged(withPieces(changed, beans, 2))).toBe(false);
});

test("a scan adds to the order's own line only at its price", () => {
  const own = withOneMore(noChange("u"), order, goods("100042", 980), "n");
  expect(own.pieces).toEqual({ a: 3 });
  const dearer = withOneMore(own, order, goods("100042", 1080), "n");
  expect(dearer.added).toEqual([
    { uid: "n", sku: "100042", name: "100042", quantity: 1, unitPriceMinor: 1080 },
  ]);
  expect(withOneMore(dearer, order, goods("100042", 1080), "m").added[0]?.quantity).toBe(2);
  expect(withAdded(dearer, "n", 0).added).toEqual([]);
});

test("only what differs is sent, with what was seen and the total that was shown", () => {
  const change = withOneMore(withPieces(noChange("u"), wrap, 0), order, goods("100043", 280), "n");
  expect(wishOf(change, order, "不要になった", 2240)).toEqual({
    uid: "u",
    lines: [{ uid: "w", quantity: 0, seen_quantity: 1, reason: "" }],
    added: [{ uid: "n", sku: "100043", quantity: 1, unit_price_minor: 280 }],
    expected_total_minor: 2240,
    reason: "不要になった",
  });
});

test("no answer to what a change does is a failure, as a refusal is, and a mistake of ours is none", () => {
  const refusal = new Problem(409, "price_changed", "It comes to more now.");
  for (const failure of [refusal, new NotConnected()]) {
    expect(unquoted(failure)).toEqual({ told: null, failure });
  }
  expect(() => unquoted(new TypeError("x"))).toThrow(TypeError);
});

test("a refused change is looked at anew, and one without an answer may be done already", () => {
  expect(isToBeQuotedAnew(new Problem(409, "price_changed", "It comes to more now."))).toBe(true);
  expect(isToBeQuotedAnew(new NotConnected())).toBe(false);
});
