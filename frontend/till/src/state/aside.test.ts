import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../api/problem";
import type { Quote, Session } from "../api/shapes";
import type { Draft, Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { Outbox } from "../data/outbox";
import { aside, canTakeUp, readAside, sendAgain, settleOtherwise, takeUp } from "./aside";
import { database, outbox, stand } from "./device";
import { finish, unsent } from "./finishing";
import { closeSales, openCounter, saleAt } from "./sales";
import { session } from "./session";

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  stand.value = { storeCode: "S001", storeName: "渋谷店", registerCode: "02", registerName: "レジ2" };
  session.value = { store: { code: "S001" }, register: { code: "02" } } as Session;
});

afterEach(async () => {
  closeSales();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  unsent.value = null;
  session.value = null;
  await Promise.all([database.envelopes.clear(), database.drafts.clear()]);
  await readAside();
});

/** A refused sale, set aside with its list of two packs of coffee. */
async function putAside(changes: Partial<Envelope> = {}): Promise<Envelope> {
  const uid = newUid();
  const place = changes.place ?? "counter";
  const line = {
    uid: newUid(),
    sku: "100042",
    name: "コーヒー豆",
    quantity: 2,
    unitPriceMinor: 980,
    taxRateBp: 800,
  };
  const list = {
    place,
    uid,
    tenderUid: newUid(),
    lines: [line],
    couponCodes: [],
    member: null,
    pickupCode: "",
  };
  const envelope: Envelope = {
    uid,
    kind: "sale",
    place,
    path: "/sales",
    body: {} as Envelope["body"],
    key: uid,
    storeCode: "S001",
    registerCode: "02",
    totalMinor: 1_960,
    tenderedMinor: 2_000,
    madeAt: "2026-07-04T01:00:00Z",
    tries: 4,
    setAsideAt: "2026-07-04T01:06:00Z",
    lastAnswer: { status: 409, refusal: "Prices changed.", code: "price_changed" },
    draft: list satisfies Draft,
    ...changes,
  };
  await outbox.put(envelope);
  await readAside();
  return envelope;
}

/** A server that refuses every sale. */
function refuseWith(problem: Problem): void {
  const refusing = new Outbox(database, () => Promise.reject(problem));
  vi.spyOn(outbox, "attempt").mockImplementation((one) => refusing.attempt(one));
}

async function finishFor(totalMinor: number): Promise<void> {
  const sale = await saleAt("counter");
  sale.quote.value = { total_minor: totalMinor, coupons: [] } as unknown as Quote;
  sale.isFresh.value = true;
  await finish(sale, totalMinor);
}

test.each([
  [409, "price_changed", true],
  [422, "coupon_not_applicable", true],
  [404, "variant_not_found", true],
  [401, "not_signed_in", false],
  [403, "not_allowed", false],
  [404, "register_not_found", false],
  [409, "order_uid_taken", false],
  [409, "idempotency_key_reused", false],
  [409, "already_handed_over", false],
])("after %s %s the list may be taken up: %s", async (status, code, may) => {
  const envelope = await putAside({ lastAnswer: { status, code, refusal: "No." } });

  expect(canTakeUp(envelope)).toBe(may);
});

test("a list that was taken up keeps its uid, and the sale stays set aside until it is booked", async () => {
  const envelope = await putAside();

  expect(await takeUp(envelope)).toBe(true);

  const sale = await saleAt("counter");
  expect(sale.draft.value).toEqual(envelope.draft);
  expect(sale.problem.value?.message).toBe("Prices changed.");
  expect(await outbox.aside()).toEqual([envelope]);
  expect(await takeUp(envelope)).toBe(true);
});

test("a mended list that is refused leaves both itself and the sale that was set aside", async () => {
  const envelope = await putAside();
  await takeUp(envelope);
  refuseWith(new Problem(409, "price_changed", "Prices changed again."));

  await finishFor(2_940);

  expect(unsent.value).toBeNull();
  expect(aside.value).toMatchObject([{ uid: envelope.uid, totalMinor: 1_960 }]);
  expect((await saleAt("counter")).draft.value.uid).toBe(envelope.uid);
});

test("a mended list of a sale that is booked after all goes on under new uids, and is not taken up twice", async () => {
  const envelope = await putAside();
  await takeUp(envelope);
  refuseWith(new Problem(409, "order_uid_taken", "This id belongs to another order already."));

  await finishFor(2_940);

  const sale = await saleAt("counter");
  expect(sale.draft.value.uid).not.toBe(envelope.uid);
  expect(sale.draft.value.lines).toEqual(envelope.draft?.lines);
  expect(aside.value.map(canTakeUp)).toEqual([false]);
});

test("the list of a hand-over is taken up with another tender, so that a booked one is not answered for it", async () => {
  const order = newUid();
  const envelope = await putAside({ kind: "hand_over", place: order, path: `/pickups/${order}/hand-over` });

  await takeUp(envelope);

  const { uid, tenderUid } = (await saleAt(order)).draft.value;
  expect(uid).toBe(envelope.uid);
  expect(tenderUid).not.toBe(envelope.draft?.tenderUid);
});

test("a sale that is booked, or settled otherwise, takes its list that was taken up along", async () => {
  await openCounter();
  const booked = await putAside();
  await takeUp(booked);
  const booking = new Outbox(database, () => Promise.resolve({ change_minor: 40 } as never));
  vi.spyOn(outbox, "attempt").mockImplementation((one) => booking.attempt(one));

  expect(await sendAgain(booked)).toEqual({ change_minor: 40 });
  expect((await saleAt("counter")).isEmpty.value).toBe(true);

  const settled = await putAside();
  await takeUp(settled);
  expect(await settleOtherwise(settled)).toBe(true);
  expect((await saleAt("counter")).isEmpty.value).toBe(true);
  expect(aside.value).toEqual([]);
});
