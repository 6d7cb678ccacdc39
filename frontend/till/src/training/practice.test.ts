import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { variantHere, variantOf } from "../alone/find_here";
import { assortment, offlineTerms } from "../alone/here";
import { isConnected } from "../api/client";
import type { Session } from "../api/shapes";
import type { Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { forDrawer } from "../sale/tendering";
import { Finding } from "../scan/finding";
import { takeOverByPin } from "../staff/takeover";
import { database, outbox, stand } from "../state/device";
import { askOffice, enrolled, isStopped } from "../state/enrolled";
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
const CARD_TERMINAL = {
  code: "card",
  name: "カード",
  form: "terminal",
  rest: "refused",
  opens_drawer: false,
};

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
    terms: { currency: "JPY", prices_include_tax: true, tenders: [CARD_TERMINAL] },
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
  enrolled.value = null;
  isConnected.value = true;
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

test("a practice sale is paid by card and marked down without anybody's approval", async () => {
  const sale = await train();
  await ringUp(sale, TEA, RICE);
  sale.markDown({ line_uid: null, kind: "percent", value: 5_000, reason: "傷" });
  await vi.waitFor(() => expect(sale.quote.value).toMatchObject({ markdown_minor: 159, due_minor: 159 }));
  expect(sale.needsApproval.value).toBe(false);
  sale.setTenders([{ uid: newUid(), provider: "card", amountMinor: 159, reference: "004217", pieces: null }]);

  await finish(sale, 0);

  const [practice] = practised.value as Envelope[];
  expect(practice?.later?.tenders).toMatchObject([{ provider: "card", amount_minor: 159 }]);
  expect(forDrawer(practice as Envelope, [CARD_TERMINAL as never])).toBe(0);
  expect(JSON.stringify(finished.value?.slip)).toContain("傷");
  expect(await database.envelopes.count()).toBe(0);
});

/** The shop's goods come onto the device, with a quick key. */
async function stockHere(): Promise<void> {
  const page = {
    cursor: "1",
    has_more: false,
    starts_anew: true,
    gone: [],
    total: 1,
    as_of: "2026-07-04T01:00:00Z",
  };
  const milk = ["MILK", "04901234567894", "牛乳", "P1", "dairy", 248, "food"];
  await assortment.take({ ...page, part: "goods", rows: [milk] } as never, "");
  await assortment.take({ ...page, part: "keys", rows: [["定番", 1, "MILK", "牛乳"]] } as never, "");
  const told = { shop_name: "のれん", currency: "JPY", prices_include_tax: true, tax_rounding: "floor" };
  const counting = {
    discount_rounding: "floor",
    points_per_minor: [1, 100],
    tax_rates_bp: { food: 800 },
    rule_version: 1,
  };
  await assortment.take({ ...page, part: "terms", rows: [{ ...told, ...counting }] } as never, "");
}

test("quick keys and the codes of a camera bring the shop's goods onto the practice list", async () => {
  await stockHere();
  const sale = await train();
  const [key] = await assortment.keys();
  if (!key) throw new Error("no quick key");
  sale.add(await variantOf(key.goods));

  const scanned = await new Finding().resolve("]d201049012345678941726123110A1", true);

  expect(scanned).toMatchObject({ kind: "variant", variant: { sku: "MILK" } });
  if (scanned?.kind === "variant") sale.add(scanned.variant);
  await ringUp(sale, TEA);
  await vi.waitFor(() => expect(sale.quote.value?.total_minor).toBe(248 * 2 + 158));
  expect(sale.draft.value.lines[0]?.taxRateBp).toBe(800);
});

const DEVICE = { uid: "device", name: "入口", store: { code: "S1" }, register: { code: "01" }, secret: "s" };

test("a device that is locked trains no longer, and forgets the practice", async () => {
  enrolled.value = { ...DEVICE, state: "active" } as never;
  const sale = await train();
  await ringUp(sale, TEA);
  vi.stubGlobal("fetch", async () => Response.json({ ...DEVICE, state: "locked" }));

  await askOffice();

  expect(isStopped.value).toBe(true);
  expect(isTraining.value).toBe(false);
  expect(session.value).toBeNull();
  expect(await database.note("training")).toBeUndefined();
  expect(await practiceBook.drafts.count()).toBe(0);
});

test.each([
  ["somebody else", "other", false],
  ["who trains", "staff", true],
])("a PIN of %s is asked of the server also in training", async (_, uid, trainsOn) => {
  await train();
  followTraining();
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    sent.push(url);
    return Response.json({ ...(session.value as Session), staff: { uid, name: "佐藤" }, token: "t" });
  });

  expect(await takeOverByPin(uid, "2580")).toBeNull();

  expect(sent).toEqual(["/switch"]);
  await vi.waitFor(() => expect(isTraining.value).toBe(trainsOn));
  expect(session.value?.staff.uid).toBe(uid);
});
