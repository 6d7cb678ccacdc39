import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { variantHere } from "../alone/find_here";
import { offlineTerms } from "../alone/here";
import { isConnected } from "../api/client";
import type { Session } from "../api/shapes";
import type { Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { database, outbox, stand } from "../state/device";
import { finish, finished, unsent } from "../state/finishing";
import { held, hold } from "../state/held";
import type { OpenSale } from "../state/open_sale";
import { closeSales, counterSale, openCounter } from "../state/sales";
import { session } from "../state/session";
import { restoreWaiting, sendWaiting, waiting } from "../state/waiting";
import { findNetwork, loseNetwork } from "./away";
import { endTraining, followTraining, hurdleOfTraining, restoreTraining, startTraining } from "./enter";
import { PRACTICE_MARK } from "./mark";
import { practiceWaiting, practised } from "./practised";
import { CARD, COUPON, NOTEBOOK, practiceMember, RICE, TEA } from "./shelf";
import { isTraining, practiceBook, training } from "./world";

const ALL = [database, practiceBook];

beforeEach(async () => {
  vi.stubGlobal("location", { hash: "" });
  vi.stubGlobal("fetch", () => {
    throw new Error("a request left the device");
  });
  session.value = {
    staff: { uid: "staff", name: "山口" },
    store: {
      code: "S1",
      name: "渋谷店",
      time_zone: "Asia/Tokyo",
      issuer_name: "のれん商店",
      issuer_number: "T1234567890123",
    },
    register: { uid: "register", code: "01" },
    terms: { currency: "JPY", prices_include_tax: true },
  } as unknown as Session;
  stand.value = { storeCode: "S1", storeName: "渋谷店", registerCode: "01", registerName: "レジ1" };
});
afterEach(async () => {
  closeSales();
  await endTraining();
  session.value = null;
  finished.value = null;
  unsent.value = null;
  offlineTerms.value = null;
  await Promise.all(ALL.flatMap(({ tables }) => tables.map((table) => table.clear())));
  vi.unstubAllGlobals();
});

async function train(): Promise<OpenSale> {
  expect(await startTraining()).toBe("");
  await openCounter();
  return counterSale.value as OpenSale;
}

async function ringUp(sale: OpenSale, ...codes: string[]): Promise<void> {
  for (const code of codes) {
    const variant = await variantHere(code);
    if (!variant) throw new Error(`no ${code}`);
    sale.add(variant);
  }
  await vi.waitFor(() => expect(sale.isPayable.value).toBe(true));
}

test("a practice sale is finished on the device and in nothing real", async () => {
  const sale = await train();
  await ringUp(sale, TEA, RICE);

  await finish(sale, 1_000);

  expect(practised.value).toHaveLength(1);
  expect(practised.value[0]).toMatchObject({ totalMinor: 318, tenderedMinor: 1_000 });
  expect(practised.value[0]?.later?.is_training).toBe(true);
  expect(finished.value?.slip).toBeDefined();
  expect(waiting.value).toEqual([]);
  expect(unsent.value).toBeNull();
  expect(await database.envelopes.count()).toBe(0);
  expect(await database.drafts.count()).toBe(0);
});

test("the paper of a practice sale is no receipt: it says so, and has neither number nor registration", async () => {
  const sale = await train();
  await ringUp(sale, TEA);

  await finish(sale, 158);

  const slip = finished.value?.slip;
  const paper = JSON.stringify(slip);
  expect(slip?.number).toBe(PRACTICE_MARK);
  expect(slip?.marks[0]?.words).toBe(PRACTICE_MARK);
  expect(slip?.facts.map(({ name }) => name)).not.toContain("No.");
  expect(paper).not.toContain("T1234567890123");
  expect(paper).not.toContain(practised.value[0]?.later?.provisional_number ?? "?");
  expect(slip?.link).toBe("");
});

test("the outbox takes no practice sale, whoever brings it", async () => {
  const sale = await train();
  await ringUp(sale, TEA);
  await finish(sale, 158);
  const [practice] = practised.value as Envelope[];

  await expect(outbox.put(practice as Envelope)).rejects.toThrow("practice is not kept");
  await expect(outbox.queue(practice as Envelope, new Date())).rejects.toThrow("practice is not kept");

  expect(await database.envelopes.count()).toBe(0);
});

test("a practice member has a coupon that says what it takes off, and takes it off", async () => {
  const sale = await train();
  await ringUp(sale, TEA, NOTEBOOK);

  sale.setMember(practiceMember());
  await vi.waitFor(() => expect(sale.quote.value?.offers?.[0]?.saving_minor).toBe(100));
  sale.addCoupon(COUPON);
  await vi.waitFor(() => expect(sale.quote.value?.coupons.map(({ code }) => code)).toEqual([COUPON]));

  expect(sale.quote.value?.total_minor).toBe(388);
});

test("lists of training stay in the practice book, and go with it", async () => {
  await database.drafts.put({
    place: "held/real",
    uid: "real",
    tenderUid: newUid(),
    lines: [],
    couponCodes: [],
    member: null,
    pickupCode: "",
  });
  const sale = await train();
  await ringUp(sale, TEA);
  await hold(sale);
  expect(held.value.map(({ lines }) => lines[0]?.sku)).toEqual([TEA]);

  await endTraining();

  expect(await practiceBook.drafts.count()).toBe(0);
  expect((await database.drafts.toArray()).map(({ uid }) => uid)).toEqual(["real"]);
});

test("without the network of the exercise a sale is priced here, waits, and is done with when it is back", async () => {
  const sale = await train();
  await ringUp(sale, TEA);
  loseNetwork();
  await ringUp(sale, RICE);
  expect(sale.isPricedHere.value).toBe(true);

  await finish(sale, 500);
  expect(practiceWaiting.value).toBe(1);
  await findNetwork();

  expect(practiceWaiting.value).toBe(0);
  expect(isConnected.value).toBe(true);
  expect(await database.envelopes.count()).toBe(0);
});

test("real sales that wait are booked while somebody trains", async () => {
  const [storeCode, registerCode] = ["S1", "01"];
  const later = { uid: "real", coupons: [] };
  await database.envelopes.put({
    uid: "real",
    storeCode,
    registerCode,
    later,
    queuedAt: "x",
    madeAt: "x",
  } as never);
  await restoreWaiting();
  await train();
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    sent.push(url);
    return Response.json({ outcomes: [{ uid: "real", outcome: "booked" }], at: new Date().toISOString() });
  });

  await sendWaiting();

  expect(sent).toEqual(["/envelopes"]);
  expect(waiting.value).toEqual([]);
  expect(isTraining.value).toBe(true);
});

test("training does not begin over a list on the counter, nor over a pickup with goods added", async () => {
  await openCounter();
  counterSale.value?.add({ sku: "1", name: "豆", price_minor: 1, tax_rate_bp: 800 } as never);

  expect(await startTraining()).not.toBe("");
  counterSale.value?.clear();
  const line = { uid: "l", sku: "1", name: "豆", quantity: 1, unitPriceMinor: 1, taxRateBp: 800 };
  const empty = { uid: "d", tenderUid: "t", couponCodes: [], member: null, pickupCode: "" };
  await database.drafts.put({ ...empty, place: newUid(), lines: [line] });
  expect(await hurdleOfTraining()).not.toBe("");
  expect(isTraining.value).toBe(false);
  unsent.value = { uid: "u" } as Envelope;
  expect(await hurdleOfTraining()).not.toBe("");
});

test("training is taken up again after a reload, and ends when somebody else signs in", async () => {
  await train();
  training.value = null;

  await restoreTraining();
  expect(isTraining.value).toBe(true);
  followTraining();
  session.value = { ...(session.value as Session), staff: { uid: "other" } } as Session;

  await vi.waitFor(() => expect(isTraining.value).toBe(false));
  await vi.waitFor(async () => expect(await database.note("training")).toBeUndefined());
});

test("the practice card is one that the server gives to nobody", () => {
  expect(practiceMember().member_number).toBe(CARD);
  expect(Number(CARD.slice(1, -1))).toBe(0);
});
