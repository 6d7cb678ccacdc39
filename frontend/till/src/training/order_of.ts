/** Orders of the practice world, in the shape of the server's answers. */
import { shelf } from "../alone/here";
import { quoteHere } from "../alone/quote_here";
import type { Order, OrderLine, Quote, QuoteWish } from "../api/shapes";
import { session } from "../state/session";
import { PRACTICE_MARK } from "./mark";

/** Goods of an order. */
export interface Ordered {
  uid: string;
  sku: string;
  quantity: number;
}

/** What goods cost in training, without a member. */
export function priceOf(
  lines: readonly Ordered[],
  wish: Partial<Pick<QuoteWish, "lines" | "coupon_codes">> = {},
): Promise<Quote> {
  const priced = lines.map(({ uid, sku, quantity }) => ({ uid, sku, quantity, unit_price_minor: null }));
  const asked = { coupon_codes: [], markdowns: [], ...wish, lines: [...priced, ...(wish.lines ?? [])] };
  return quoteHere(asked, shelf(), { at: new Date(), member: null, kinds: ["member"] });
}

type Told = Pick<Order, "uid" | "status" | "channel" | "placed_at" | "contact_name"> & Partial<Order>;

/** An order as the server would tell it: nobody's, and without a number that could be taken for a real one. */
export function orderOf(quote: Quote, told: Told): Order {
  return {
    number: PRACTICE_MARK,
    fulfillment: "pickup",
    completed_channel: told.status === "completed" ? "till" : "",
    store: { code: session.value?.store.code ?? "", name: session.value?.store.name ?? "" },
    customer: null,
    contact_email: "",
    contact_phone: "",
    pickup_code: null,
    due_at: null,
    kept_until: null,
    ready_at: null,
    completed_at: null,
    ended_reason: "",
    lines: quote.lines.map(lineOf),
    taxes: quote.taxes,
    goods_minor: quote.goods_minor,
    discount_minor: quote.discount_minor,
    tax_minor: quote.tax_minor,
    total_minor: quote.total_minor,
    buyer_note: "",
    is_gift: false,
    gift_message: "",
    changes: [],
    returned_minor: 0,
    points: 0,
    pay_until: null,
    paid_minor: 0,
    due_minor: quote.total_minor,
    payments: [],
    refunds: [],
    receipt_numbers: [],
    delivery: null,
    shipments: [],
    states: [],
    ...told,
  };
}

function lineOf(line: Quote["lines"][number]): OrderLine {
  const { uid, sku, name, quantity, unit_price_minor, discount_minor, total_minor, tax_rate_bp } = line;
  return {
    ...{ uid, sku, name, quantity, unit_price_minor, discount_minor, total_minor, tax_rate_bp },
    ordered_quantity: quantity,
    awaited_quantity: 0,
    returned_quantity: 0,
    discounts: [],
    is_extra: false,
    fee: "",
  };
}
