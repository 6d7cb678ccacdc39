/** The practice pickup: one order from the web that waits to be picked and handed over, on this device alone. */
import type { Order, Pickup, PickupList, PickupNews, Quote, QuoteWish } from "../api/shapes";
import { t } from "../i18n";
import { foldCode } from "../scan/codes";
import type { Asked } from "./asked";
import { Kept } from "./kept";
import { orderOf, priceOf } from "./order_of";
import { practised } from "./practised";
import { refusal } from "./refusal";
import { NOTEBOOK, PICKUP_CODE, TEA } from "./shelf";

/** No order of the server has this. */
export const ORDER_UID = "00000000-0000-7000-8000-000000000001";
const GOODS = [
  { uid: "00000000-0000-7000-8000-000000000002", sku: TEA, quantity: 2 },
  { uid: "00000000-0000-7000-8000-000000000003", sku: NOTEBOOK, quantity: 1 },
];

/** The goods of a line; empty for one that is not of the practice pickup. */
export function skuOf(lineUid: string): string {
  return GOODS.find(({ uid }) => uid === lineUid)?.sku ?? "";
}

const PROMISED_AFTER_MS = 60 * 60 * 1_000;
const KEPT_FOR_MS = 7 * 24 * PROMISED_AFTER_MS;

interface PracticeOrder {
  /** ISO 8601. */
  placedAt: string;
  /** Null until it is ready. */
  readyAt: string | null;
}

const kept = new Kept<PracticeOrder | null>("order", null);

export type PracticeStatus = "placed" | "ready" | "completed";

/** How far the practice pickup is; null where none waits. */
export function statusOfPickup(): PracticeStatus | null {
  if (!kept.now.value) return null;
  if (handedOverAt()) return "completed";
  return kept.now.value.readyAt ? "ready" : "placed";
}

/** When it was handed over: the practice book has its sale. */
function handedOverAt(): string | null {
  return practised.value.find(({ place }) => place === ORDER_UID)?.madeAt ?? null;
}

/** Lets the practice customer order. */
export async function placePractice(): Promise<void> {
  await kept.keep({ placedAt: new Date().toISOString(), readyAt: null });
}

/** Whether a code is that of the practice pickup, while it waits. */
export function isPracticePickup(code: string): boolean {
  return kept.now.value !== null && foldCode(code) === PICKUP_CODE;
}

/**
 * Answers what is asked below `/pickups`.
 *
 * @throws Problem what training has not got, such as another order
 */
export async function answerPickups({ method, path, query }: Asked): Promise<unknown> {
  const [, , uid = "", deed = ""] = path.split("/");
  if (method === "GET" && !uid) return listOf(query.get("states") ?? "");
  if (method === "GET" && uid === "news") return newsSince(Number(query.get("since")));
  if (uid !== ORDER_UID || !kept.now.value) throw refusal();
  if (method === "GET" && !deed) return practiceOrder();
  if (method !== "POST" || deed !== "ready" || statusOfPickup() !== "placed") throw refusal();
  await kept.keep({ ...kept.now.value, readyAt: new Date().toISOString() });
  return practiceOrder();
}

/** How often the state of the pickup changed: the news go on from there. */
function position(): number {
  const places: Record<PracticeStatus, number> = { placed: 1, ready: 2, completed: 3 };
  const status = statusOfPickup();
  return status ? places[status] : 0;
}

function newsSince(since: number): PickupNews {
  const now = position();
  return {
    position: now,
    placed: since < 1 && now > 0 ? [ORDER_UID] : [],
    changed: since > 0 && now > since ? [ORDER_UID] : [],
    open_count: statusOfPickup() === "placed" ? 1 : 0,
  };
}

/** The state of the pickup that an order's state is. */
const STATE_OF: Record<PracticeStatus, string> = { placed: "open", ready: "ready", completed: "handed_over" };

async function listOf(states: string): Promise<PickupList> {
  const status = statusOfPickup();
  const isAsked = status !== null && states.split(",").includes(STATE_OF[status]);
  return { pickups: isAsked ? [await practicePickup()] : [], position: position() };
}

async function practicePickup(): Promise<Pickup> {
  const order = await practiceOrder();
  return {
    order_uid: order.uid,
    number: order.number,
    status: STATE_OF[order.status as PracticeStatus],
    order_status: order.status,
    pickup_code: PICKUP_CODE,
    customer: null,
    contact_name: order.contact_name,
    placed_at: order.placed_at,
    due_at: order.due_at,
    kept_until: order.kept_until,
    total_minor: order.total_minor,
    paid_minor: 0,
    piece_count: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    buyer_note: "",
    is_gift: false,
    gift_message: "",
    notes: [],
    lines: order.lines.map(({ uid, sku, name, ordered_quantity, quantity }) => ({
      ...{ uid, sku, name, ordered_quantity, quantity },
      gtin: null,
      picture_url: null,
    })),
  };
}

/** The order as the server would tell it. */
export async function practiceOrder(): Promise<Order> {
  const order = kept.now.value;
  const status = statusOfPickup();
  if (!order || !status) throw refusal();
  const { placedAt, readyAt } = order;
  return orderOf(await priceOf(GOODS), {
    uid: ORDER_UID,
    status,
    channel: "web",
    contact_name: t("Practice customer"),
    pickup_code: PICKUP_CODE,
    placed_at: placedAt,
    due_at: after(placedAt, PROMISED_AFTER_MS),
    kept_until: readyAt && after(readyAt, KEPT_FOR_MS),
    ready_at: readyAt,
    completed_at: handedOverAt(),
  });
}

function after(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}

/**
 * What the order costs with what is added at the counter.
 *
 * @throws Problem it is another order
 */
export async function quoteOfPickup(wish: QuoteWish): Promise<Quote> {
  if (!kept.now.value || (wish.order_uid && wish.order_uid !== ORDER_UID)) throw refusal();
  const told = await priceOf(GOODS, wish);
  const uids = new Set(GOODS.map(({ uid }) => uid));
  return { ...told, lines: told.lines.map((line) => ({ ...line, is_extra: !uids.has(line.uid) })) };
}
