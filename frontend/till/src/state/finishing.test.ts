import "fake-indexeddb/auto";
import { signal } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { HeldList, Quote, Session } from "../api/shapes";
import * as till from "../api/till";
import type { Draft, Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { Outbox } from "../data/outbox";
import { aside, canTakeUp, readAside, sendAgain } from "./aside";
import { database, outbox, stand } from "./device";
import {
  canSetAside,
  envelopeOf,
  finish,
  nextTryAt,
  offersSetAside,
  setAside,
  tryNow,
  unsent,
} from "./finishing";
import { OpenSale } from "./open_sale";
import { closeSales, openCounter } from "./sales";
import { session } from "./session";

const NOW = new Date("2026-07-04T01:02:03Z");

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  unsent.value = null;
  nextTryAt.value = null;
  session.value = null;
  isConnected.value = true;
  await Promise.all([database.envelopes.clear(), database.drafts.clear()]);
  await readAside();
});

function makeDraft(changes: Partial<Draft> = {}): Draft {
  const line = {
    uid: newUid(),
    sku: "100042",
    name: "コーヒー豆",
    quantity: 2,
    unitPriceMinor: 980,
    taxRateBp: 800,
  };
  return {
    place: "counter",
    uid: newUid(),
    tenderUid: newUid(),
    lines: [line],
    couponCodes: [],
    member: null,
    pickupCode: "",
    ...changes,
  };
}

function makeQuote(totalMinor: number, ...applied: string[]): Quote {
  return {
    lines: [],
    taxes: [],
    goods_minor: totalMinor,
    discount_minor: 0,
    tax_minor: 0,
    total_minor: totalMinor,
    fees_minor: 0,
    paid_minor: 0,
    due_minor: totalMinor,
    points: 0,
    coupons: applied.map((code) => ({ code, name: code, discount_minor: 100 })),
    refused_coupons: [],
    offers: [],
    markdown_minor: 0,
    needs_approval: [],
  };
}

test("a sale names itself, its lines and its payment by the uids of the list", () => {
  const draft = makeDraft();

  const envelope = envelopeOf(draft, makeQuote(1_960), 2_000, NOW);

  expect(envelope).toMatchObject({ kind: "sale", path: "/sales", key: draft.uid, totalMinor: 1_960 });
  expect(envelope.body).toEqual({
    uid: draft.uid,
    lines: [{ uid: draft.lines[0]?.uid, sku: "100042", quantity: 2, unit_price_minor: 980 }],
    customer_uid: null,
    markdowns: [],
    coupon_codes: [],
    tenders: [{ uid: draft.tenderUid, provider: "cash", amount_minor: 2_000 }],
    expected_total_minor: 1_960,
  });
});

test("a sale says what was taken off by hand of its goods, and who approved it", () => {
  const draft = makeDraft({ approvalUid: "approved" });
  const given = { kind: "amount" as const, value: 100, reason: "傷あり" };
  const markdowns = [
    { ...given, line_uid: draft.lines[0]?.uid ?? "" },
    { ...given, line_uid: newUid() },
  ];

  const { body } = envelopeOf({ ...draft, markdowns }, makeQuote(1_860), 2_000, NOW);

  expect(body).toMatchObject({ markdowns: markdowns.slice(0, 1), approval_uid: "approved" });
});

test("the same list makes the same envelope again", () => {
  const draft = makeDraft();

  expect(envelopeOf(draft, makeQuote(1_960), 2_000, NOW)).toEqual(
    envelopeOf(draft, makeQuote(1_960), 2_000, NOW),
  );
});

test("coupons that take nothing off stay out of the sale", () => {
  const draft = makeDraft({ couponCodes: ["AKI10", "HARU500"] });

  const { body } = envelopeOf(draft, makeQuote(1_764, "AKI10"), 2_000, NOW);

  expect(body.coupon_codes).toEqual(["AKI10"]);
});

test("a hand-over sends its code and the goods added, and none of the coupons it was ordered with", () => {
  const order = newUid();
  const draft = makeDraft({ place: order, pickupCode: "4F7Q2K" });

  const envelope = envelopeOf(draft, makeQuote(3_000, "ORDERED"), 3_000, NOW);

  expect(envelope).toMatchObject({ kind: "hand_over", path: `/pickups/${order}/hand-over`, key: draft.uid });
  expect(envelope.body).toMatchObject({
    pickup_code: "4F7Q2K",
    coupon_codes: [],
    expected_total_minor: 3_000,
  });
  expect(envelope.body).not.toHaveProperty("customer_uid");
});

test("nothing handed in is no payment", () => {
  expect(envelopeOf(makeDraft(), makeQuote(0), 0, NOW).body.tenders).toEqual([]);
});

test("an envelope belongs to the register it was made at", () => {
  stand.value = { storeCode: "S001", storeName: "渋谷店", registerCode: "02", registerName: "レジ2" };

  const envelope = envelopeOf(makeDraft(), makeQuote(0), 0, NOW);

  expect([envelope.storeCode, envelope.registerCode]).toEqual(["S001", "02"]);
});

/** A priced list, as far as finishing looks at it. */
function makeSale(): OpenSale {
  return {
    draft: signal(makeDraft()),
    quote: signal(makeQuote(1_960)),
    isPayable: signal(true),
    isPricedHere: signal(false),
    problem: signal<Problem | null>(null),
  } as unknown as OpenSale;
}

test("a sale that the device cannot keep is refused, and may be finished again", async () => {
  const sale = makeSale();
  const before = sale.draft.value;
  const put = vi.spyOn(outbox, "put");
  put.mockRejectedValueOnce(new DOMException("no room", "QuotaExceededError"));

  await finish(sale, 2_000);

  expect(unsent.value).toBeNull();
  expect(sale.problem.value?.code).toBe("sale_not_kept");
  expect(sale.draft.value).toBe(before);

  put.mockResolvedValueOnce();
  await finish(sale, 2_000);

  expect(unsent.value?.uid).toBe(before.uid);
  expect(sale.problem.value).toBeNull();
});

test("what is seen but not taken is not charged", async () => {
  const sale = new OpenSale("counter", makeDraft());
  sale.rest();
  const put = vi.spyOn(outbox, "put").mockResolvedValue();
  const [line] = sale.draft.value.lines;
  sale.quote.value = makeQuote(1_960);
  sale.isFresh.value = true;

  sale.noteQuantity(line?.uid ?? "", true);
  await finish(sale, 2_000);

  expect(put).not.toHaveBeenCalled();
  sale.noteQuantity(line?.uid ?? "", false);
  await finish(sale, 2_000);
  expect(put).toHaveBeenCalledOnce();
});

test("a second tap while the sale is being written down does nothing", async () => {
  const sale = makeSale();
  const put = vi.spyOn(outbox, "put").mockResolvedValue();

  await Promise.all([finish(sale, 2_000), finish(sale, 5_000)]);

  expect(put).toHaveBeenCalledOnce();
  expect(unsent.value?.tenderedMinor).toBe(2_000);
});

test("a try that breaks is followed by another one", async () => {
  vi.useFakeTimers();
  standHere();
  const envelope = envelopeOf(makeDraft(), makeQuote(1_960), 2_000, NOW);
  unsent.value = envelope;
  const attempt = vi.spyOn(outbox, "attempt");
  attempt.mockRejectedValueOnce(new DOMException("gone", "InvalidStateError"));
  attempt.mockResolvedValueOnce({ kind: "waiting", envelope: { ...envelope, tries: 2 }, retryInS: 2 });

  await expect(tryNow()).rejects.toThrow("gone");
  expect(nextTryAt.value).toBe(Date.now() + 1_000);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(attempt).toHaveBeenCalledTimes(2);
  expect(attempt.mock.lastCall?.[0]).toEqual({ ...envelope, tries: 1 });
});

const HERE = { store: { code: "S001" }, register: { code: "02" } } as Session;

function standHere(): void {
  stand.value = { storeCode: "S001", storeName: "渋谷店", registerCode: "02", registerName: "レジ2" };
  session.value = HERE;
}

/** A paid sale on the device that the server answered with a fault this often. */
async function stuckAfter(tries: number): Promise<Envelope> {
  standHere();
  const draft = makeDraft();
  await database.drafts.put(draft);
  const envelope = envelopeOf(draft, makeQuote(1_960), 2_000, NOW);
  await outbox.put(envelope);
  const faulty = new Outbox(database, () => Promise.reject(new NotConnected(null, 500)));
  vi.spyOn(outbox, "attempt").mockImplementation((one) => faulty.attempt(one));
  unsent.value = envelope;
  for (let done = 0; done < tries; done += 1) await tryNow();
  return envelope;
}

test("a sale may be set aside after four tries, while the server is there", async () => {
  await stuckAfter(3);
  expect(canSetAside.value).toBe(false);

  await tryNow();
  expect(canSetAside.value).toBe(true);
  isConnected.value = false;
  expect(canSetAside.value).toBe(false);
});

test("setting a sale aside stays offered during a try, and waits for its end", async () => {
  await stuckAfter(4);

  const tried = tryNow();

  expect([offersSetAside.value, canSetAside.value]).toEqual([true, false]);
  await tried;
  expect([offersSetAside.value, canSetAside.value]).toEqual([true, true]);
});

test("a sale of a register that is gone is not sent from another one, but set aside there at once", async () => {
  const stuck = await stuckAfter(0);
  nextTryAt.value = Date.now();
  session.value = { ...HERE, store: { ...HERE.store, code: "S002" } };

  await tryNow();

  expect(outbox.attempt).not.toHaveBeenCalled();
  expect(canSetAside.value).toBe(true);
  await setAside();
  expect(unsent.value).toBeNull();
  expect(aside.value).toMatchObject([{ uid: stuck.uid, storeCode: "S001", registerCode: "02" }]);
});

test("a sale set aside is listed, books nothing, and the next one is finished before it", async () => {
  const stuck = await stuckAfter(4);

  await setAside();

  expect(unsent.value).toBeNull();
  expect(nextTryAt.value).toBeNull();
  expect(aside.value).toMatchObject([
    { uid: stuck.uid, key: stuck.key, totalMinor: 1_960, tries: 4, lastAnswer: { status: 500 } },
  ]);
  await finish(makeSale(), 2_000);
  expect((unsent.value as Envelope | null)?.uid).not.toBe(stuck.uid);
  expect(aside.value).toHaveLength(1);
});

test("a sale that the device cannot set aside goes on being sent", async () => {
  const stuck = await stuckAfter(4);
  vi.spyOn(outbox, "setAside").mockRejectedValueOnce(new DOMException("no room", "QuotaExceededError"));

  await setAside();

  expect(unsent.value?.uid).toBe(stuck.uid);
  expect(nextTryAt.value).not.toBeNull();
  expect(aside.value).toEqual([]);
});

test("a sale set aside is sent again only from its own register, and once at a time", async () => {
  await stuckAfter(4);
  await setAside();
  await readAside();
  const [envelope] = aside.value;
  if (!envelope) throw new Error("nothing is set aside");
  const attempt = vi.mocked(outbox.attempt).mockClear();

  session.value = { ...HERE, register: { ...HERE.register, code: "01" } };
  expect(await sendAgain(envelope)).toBeNull();
  expect(attempt).not.toHaveBeenCalled();
  session.value = HERE;
  await Promise.all([sendAgain(envelope), sendAgain(envelope)]);

  expect(attempt).toHaveBeenCalledOnce();
  expect(aside.value).toMatchObject([{ uid: envelope.uid, tries: 5 }]);
});

test("a list that another till sold is not sold under a new uid: it is set aside and says who sold it", async () => {
  standHere();
  const draft = makeDraft({ version: 2 });
  await database.drafts.put(draft);
  closeSales();
  await openCounter();
  const envelope = envelopeOf(draft, makeQuote(1_960), 2_000, NOW);
  await outbox.put(envelope);
  unsent.value = envelope;
  const refused = new Outbox(database, () => Promise.reject(new Problem(409, "order_uid_taken", "Taken.")));
  vi.spyOn(outbox, "attempt").mockImplementation((one) => refused.attempt(one));
  const row = {
    uid: draft.uid,
    state: "taken",
    is_sold: true,
    also_taken_by: "",
    register_uid: "r1",
    register_name: "レジ1",
  };
  vi.spyOn(till, "listHeld").mockResolvedValue({ lists: [row as unknown as HeldList] });

  await tryNow();

  expect(unsent.value).toBeNull();
  expect(await database.drafts.count()).toBe(0);
  const [kept] = aside.value;
  expect(kept).toMatchObject({ uid: draft.uid, draft: { uid: draft.uid }, lastAnswer: { status: 409 } });
  expect(kept?.lastAnswer?.refusal).toContain("レジ1");
  expect(kept && canTakeUp(kept)).toBe(false);
  closeSales();
});
