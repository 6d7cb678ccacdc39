/** The practice return: a sale of yesterday whose receipt a customer brings, and what comes back of it, on this device alone. */
import { signal } from "@preact/signals";
import { Problem } from "../api/problem";
import type {
  Order,
  OrderBrief,
  Quote,
  Receipt,
  Returnable,
  ReturnableList,
  ReturnBody,
  ReturnDone,
  ReturnQuote,
  ReturnQuoteWish,
} from "../api/shapes";
import { t } from "../i18n";
import type { Asked } from "./asked";
import { Kept } from "./kept";
import { PRACTICE_MARK } from "./mark";
import { type Ordered, orderOf, priceOf } from "./order_of";
import { refusal } from "./refusal";
import { paperOf, signedIn } from "./return_paper";
import { NOTEBOOK, RECEIPT, SALE_UID, TEA } from "./shelf";

const GOODS: readonly Ordered[] = [
  { uid: "00000000-0000-7000-8000-000000000005", sku: TEA, quantity: 1 },
  { uid: "00000000-0000-7000-8000-000000000006", sku: NOTEBOOK, quantity: 1 },
];
const A_DAY_MS = 24 * 60 * 60 * 1_000;

type Taxes = ReturnQuote["taxes"];

/** What came back at one time. */
export interface PracticeReturn {
  uid: string;
  reason: string;
  /** ISO 8601. */
  returnedAt: string;
  lines: ReturnBody["lines"];
  totalMinor: number;
  taxes: Taxes;
}

interface Sold {
  /** ISO 8601. */
  soldAt: string;
}

const sold = new Kept<Sold | null>("sold", null);
const returned = new Kept<readonly PracticeReturn[]>("returns", []);
export const practiceReturns = returned.now;
/** What somebody asked last to take back, in pieces by SKU, whether or not it was done. */
export const askedBack = signal<Readonly<Record<string, number>>>({});

/** Lets the practice customer have bought something yesterday. */
export async function sellPractice(): Promise<void> {
  askedBack.value = {};
  await sold.keep({ soldAt: new Date(Date.now() - A_DAY_MS).toISOString() });
}

/** Whether the practice customer has something to bring back. */
export function isReceiptThere(): boolean {
  return sold.now.value !== null;
}

/** What came back so far, in pieces by SKU. */
export function piecesBack(): Record<string, number> {
  return piecesOf(practiceReturns.value.flatMap(({ lines }) => lines ?? []));
}

/**
 * Answers what is asked below `/returnable`, `/returns` and, of its own paper, `/receipts`.
 *
 * @throws Problem nothing has the code, more comes back than was sold, or training has not got it
 */
export async function answerReturns({ method, path, query, body }: Asked): Promise<unknown> {
  const [, room = "", part = "", deed = ""] = path.split("/");
  if (method === "GET" && room === "returnable" && !part) return find(query.get("code") ?? "");
  if (method === "GET" && room === "returnable" && part === SALE_UID) return returnable();
  if (method === "POST" && room === "returns" && part === "quote") return quote(body as ReturnQuoteWish);
  if (method === "POST" && room === "returns" && !part) return takeBack(body as ReturnBody);
  if (room === "receipts" && (method === "GET" || deed === "print"))
    return paperAgain(decodeURIComponent(part));
  throw refusal();
}

async function find(code: string): Promise<ReturnableList> {
  if (!sold.now.value || code.trim().toUpperCase() !== RECEIPT)
    throw new Problem(404, "code_unknown", t("Nothing has the code or name “%(code)s”.", { code }));
  return { sales: [briefOf(await practiceSale())], named: "sale", name: "" };
}

function briefOf(order: Order): OrderBrief {
  const { uid, number, status, channel, completed_channel, store, placed_at, completed_at } = order;
  const { total_minor, returned_minor, points, lines } = order;
  return {
    ...{ uid, number, status, channel, completed_channel, store, placed_at, completed_at },
    ...{ total_minor, returned_minor, points },
    line_count: lines.length,
  };
}

/** @throws Problem nobody bought anything */
async function practiceSale(): Promise<Order> {
  if (!sold.now.value) throw refusal();
  const { soldAt } = sold.now.value;
  return orderOf(await priceOf(GOODS), {
    uid: SALE_UID,
    status: "completed",
    channel: "till",
    fulfillment: "counter",
    contact_name: "",
    placed_at: soldAt,
    completed_at: soldAt,
    due_minor: 0,
    returned_minor: practiceReturns.value.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
  });
}

async function returnable(): Promise<Returnable> {
  const order = await practiceSale();
  const back = piecesBack();
  return {
    order,
    lines: order.lines.map(({ uid, sku, name, quantity, ...line }) => ({
      ...{ uid, sku, name, quantity },
      gtin: null,
      left_quantity: quantity - (back[sku] ?? 0),
      unit_price_minor: line.unit_price_minor,
      discount_minor: line.discount_minor,
      total_minor: line.total_minor,
      tax_rate_bp: line.tax_rate_bp,
    })),
    // Each would lead to its receipt, which is not part of training.
    returns: [],
    last_day: null,
    refusal: null,
  };
}

function piecesOf(lines: NonNullable<ReturnBody["lines"]>): Record<string, number> {
  const pieces: Record<string, number> = {};
  for (const { line_uid, quantity } of lines) {
    const { sku } = goodsOf(line_uid);
    pieces[sku] = (pieces[sku] ?? 0) + quantity;
  }
  return pieces;
}

function goodsOf(lineUid: string): Ordered {
  const found = GOODS.find(({ uid }) => uid === lineUid);
  if (!found) throw refusal();
  return found;
}

/** What the goods cost that come back. Nothing was taken off the sale, so each piece goes back at its price. */
async function priceBack({ order_uid, lines = [] }: ReturnQuoteWish): Promise<Quote> {
  if (order_uid !== SALE_UID || !sold.now.value) throw refusal();
  const now = piecesOf(lines);
  const before = piecesBack();
  for (const { sku, quantity } of GOODS) {
    if ((now[sku] ?? 0) + (before[sku] ?? 0) > quantity)
      throw new Problem(409, "returned_already", t("Everything of this sale was returned already."));
  }
  return priceOf(lines.map(({ line_uid, quantity }) => ({ ...goodsOf(line_uid), quantity })));
}

const inCash = (amount_minor: number) => [
  {
    ...{ provider: "cash", amount_minor, is_sent: false, name: "", reference: "" },
    ...{ kept_minor: 0, is_voucher: false },
  },
];

function isFull(lines: ReturnBody["lines"]): boolean {
  const [now, before] = [piecesOf(lines ?? []), piecesBack()];
  return GOODS.every(({ sku, quantity }) => (now[sku] ?? 0) + (before[sku] ?? 0) === quantity);
}

async function quote(wish: ReturnQuoteWish): Promise<ReturnQuote> {
  const told = await priceBack(wish);
  askedBack.value = piecesOf(wish.lines ?? []);
  const { taxes, goods_minor, discount_minor, tax_minor, total_minor } = told;
  return {
    ...{ taxes, goods_minor, discount_minor, tax_minor, total_minor },
    amounts: told.lines.map((line) => line.total_minor),
    cash_minor: total_minor,
    refunds: inCash(total_minor),
    points: 0,
    is_full: isFull(wish.lines),
    needs_approval: [],
  };
}

async function takeBack(body: ReturnBody): Promise<ReturnDone> {
  const told = await priceBack(body);
  const { uid, reason, lines = [] } = body;
  const wasFull = isFull(lines);
  const { taxes, total_minor: totalMinor } = told;
  const back = { uid, reason, lines, taxes, totalMinor, returnedAt: new Date().toISOString() };
  await returned.keep([...practiceReturns.value, back]);
  const { goods_minor, discount_minor, tax_minor } = told;
  const { store, register, staff } = signedIn();
  return {
    booked: {
      uid,
      number: PRACTICE_MARK,
      order_uid: SALE_UID,
      order_number: PRACTICE_MARK,
      store: { code: store.code, name: store.name },
      register_code: register.code,
      staff_name: staff.name,
      channel: "till",
      reason,
      returned_at: back.returnedAt,
      lines: told.lines.map(({ sku, name, unit_price_minor, total_minor, tax_rate_bp }, place) => ({
        ...{ sku, name, unit_price_minor, total_minor, tax_rate_bp },
        line_uid: lines[place]?.line_uid ?? null,
        quantity: lines[place]?.quantity ?? 0,
        condition: lines[place]?.condition ?? "",
        note: lines[place]?.note ?? "",
      })),
      ...{ taxes, goods_minor, discount_minor, tax_minor },
      total_minor: totalMinor,
      refunds: inCash(totalMinor),
      ...{ points: 0, points_taken: 0, points_owed: 0, coupons: [] },
      is_full: wasFull,
    },
    receipt: paperOf(back, told, soldAt()),
  };
}

/** @throws Problem it is the paper of something else */
async function paperAgain(number: string): Promise<Receipt> {
  const last = practiceReturns.value.at(-1);
  if (number !== PRACTICE_MARK || !last) throw refusal();
  const goods = (last.lines ?? []).map(({ line_uid, quantity }) => ({ ...goodsOf(line_uid), quantity }));
  return paperOf(last, await priceOf(goods), soldAt());
}

function soldAt(): string | null {
  return sold.now.peek()?.soldAt ?? null;
}
