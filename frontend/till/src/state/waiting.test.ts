import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offlineTerms } from "../alone/here";
import { isConnected } from "../api/client";
import { NotConnected } from "../api/problem";
import type { FeedPage, LaterSale, OfflineTerms, Outcomes, Session, Variant } from "../api/shapes";
import * as till from "../api/till";
import { freshness } from "../assortment/follower";
import { Assortment } from "../assortment/store";
import type { Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { aside, readAside } from "./aside";
import { database, stand } from "./device";
import { finish, finished, limitOf, unsent } from "./finishing";
import type { OpenSale } from "./open_sale";
import { closeSales, counterSale, openCounter } from "./sales";
import { session } from "./session";
import { restoreWaiting, sendRefusedAgain, sendWaiting, waiting } from "./waiting";

const AS_OF = "2026-07-04T01:00:00Z";
const NOW = new Date("2026-07-04T03:00:00Z");
const TERMS = {
  at: AS_OF,
  most_per_sale_minor: 5_000,
  most_per_register_minor: 8_000,
  most_hours: 24,
  clock_tolerance_s: 300,
  coupons: { kinds: ["code"], uses_per_register: 1 },
} as unknown as OfflineTerms;
const PAGE = { starts_anew: true, has_more: false, cursor: "c", as_of: AS_OF, total: 1, gone: [] };
const RULE = { v: 1, benefit: { kind: "amount", amount_minor: 100 } };
const YEARS = ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"] as const;
const PAGES = [
  {
    part: "terms",
    rows: [
      {
        currency: "JPY",
        prices_include_tax: true,
        tax_rounding: "floor",
        discount_rounding: "floor",
        points_per_minor: [1, 100],
        tax_rates_bp: { food: 800 },
        rule_version: 1,
      },
    ],
  },
  { part: "categories", rows: [["coffee", "コーヒー", null]] },
  { part: "goods", rows: [["100042", null, "コーヒー豆", "P1", "coffee", 980, "food"]] },
  { part: "coupons", rows: [["OFF", "100円引き", "code", RULE, null, ...YEARS, null, null]] },
];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  const assortment = new Assortment(database);
  for (const page of PAGES) await assortment.take({ ...PAGE, ...page } as unknown as FeedPage, "");
  vi.spyOn(till, "quote").mockRejectedValue(new NotConnected());
  session.value = {
    staff: { uid: "staff", name: "山口" },
    store: {
      code: "S1",
      name: "渋谷店",
      time_zone: "Asia/Tokyo",
      issuer_name: "のれん商店",
      issuer_number: "T1",
    },
    register: { uid: "register", code: "01" },
    terms: { currency: "JPY", prices_include_tax: true },
  } as unknown as Session;
  stand.value = { storeCode: "S1", storeName: "渋谷店", registerCode: "01", registerName: "レジ1" };
  offlineTerms.value = TERMS;
  freshness.value = { count: 1, asOf: AS_OF, loading: null, failed: null };
  isConnected.value = false;
  await restoreWaiting();
  offlineTerms.value = TERMS;
  await openCounter();
});

afterEach(async () => {
  closeSales();
  vi.restoreAllMocks();
  vi.useRealTimers();
  session.value = null;
  finished.value = null;
  unsent.value = null;
  isConnected.value = true;
  await Promise.all(database.tables.map((table) => table.clear()));
  await readAside();
  await restoreWaiting();
});

async function ringUp(quantity: number, ...coupons: string[]): Promise<OpenSale> {
  const sale = counterSale.value as OpenSale;
  const line = sale.add({
    sku: "100042",
    name: "コーヒー豆",
    price_minor: 1,
    tax_rate_bp: 800,
  } as unknown as Variant);
  sale.setQuantity(line.uid, quantity);
  for (const code of coupons) sale.addCoupon(code);
  await vi.waitFor(() => expect(sale.isFresh.value).toBe(true));
  return sale;
}

function answers(...outcomes: string[]): void {
  vi.spyOn(till, "sendLater").mockImplementation(async (envelopes) => {
    const told = envelopes.map(({ uid }) => {
      const outcome = outcomes.shift() ?? "booked";
      const problem = { status: 422, detail: "No.", code: "figures_do_not_add_up" };
      return { uid, outcome, sale: null, problem: outcome === "refused" ? problem : null };
    });
    return { outcomes: told, at: NOW.toISOString() } as unknown as Outcomes;
  });
}

test("without a server a list is priced by the goods on the device, and its sale is kept with a receipt", async () => {
  const sale = await ringUp(2, "OFF");
  expect(sale.isPricedHere.value).toBe(true);
  expect(sale.quote.value).toMatchObject({ total_minor: 1_860, points: 17, coupons: [{ code: "OFF" }] });

  await finish(sale, 2_000);

  expect(unsent.value).toBeNull();
  expect(finished.value?.slip).toMatchObject({ issuer: "のれん商店", total: { value: "¥1,860" } });
  expect(waiting.value).toHaveLength(1);
  expect(waiting.value[0]?.later).toMatchObject({
    uid: finished.value?.envelope.uid,
    synced_at: AS_OF,
    staff_uid: "staff",
    register_uid: "register",
    total_minor: 1_860,
    coupons: [{ code: "OFF", discount_minor: 100 }],
  });
  expect(await database.drafts.count()).toBe(0);
});

test("what waits outlasts the page, and is sent in batches of 25 with the very same bytes", async () => {
  await finish(await ringUp(1), 980);
  const [first] = waiting.value as [Envelope];
  for (let minute = 10; minute < 36; minute += 1) {
    const uid = newUid();
    const madeAt = `2026-07-04T03:${minute}:00.000Z`;
    const later = { ...first.later, uid, made_at: madeAt } as LaterSale;
    await database.envelopes.put({ ...first, uid, madeAt, later });
  }
  const made = (await database.envelopes.orderBy("madeAt").toArray()).map(({ later }) => later);
  waiting.value = [];
  await restoreWaiting();
  expect(waiting.value).toHaveLength(27);
  answers();

  await sendWaiting();

  const sent = vi.mocked(till.sendLater).mock.calls.map(([batch]) => batch);
  expect(sent.map((batch) => batch.length)).toEqual([25, 2]);
  expect(sent.flat()).toEqual(made);
  expect(waiting.value).toEqual([]);
});

test("one that is refused is set aside for a person, keeps no other, and can be sent again", async () => {
  await finish(await ringUp(1), 980);
  await finish(await ringUp(2), 2_000);
  answers("refused", "booked");

  await sendWaiting();
  expect([waiting.value.length, aside.value.map(({ lastAnswer }) => lastAnswer?.refusal)]).toEqual([
    0,
    ["No."],
  ]);
  expect(await sendRefusedAgain(aside.value[0] as never)).toBe(true);

  expect([waiting.value.length, aside.value.length, await database.envelopes.count()]).toEqual([0, 0, 0]);
});

test("what the server cannot book now stays, and is sent again", async () => {
  await finish(await ringUp(1), 980);
  answers("not_now", "repeated");

  await sendWaiting();
  expect([waiting.value.length, waiting.value[0]?.tries]).toEqual([1, 1]);
  await sendWaiting();

  expect(waiting.value).toEqual([]);
});

test("one that meets a fault of the server each time is set aside in the end, and keeps no other", async () => {
  await finish(await ringUp(1), 980);
  await database.envelopes.toCollection().modify({ tries: 9 });
  await finish(await ringUp(2), 2_000);
  vi.spyOn(till, "sendLater").mockImplementation(async (envelopes) => {
    const told = envelopes.map(({ uid }, place) => {
      const isAtFault = place === 0;
      return { uid, outcome: isAtFault ? "not_now" : "booked", problem: isAtFault ? { status: 500 } : null };
    });
    return { outcomes: told, at: NOW.toISOString() } as unknown as Outcomes;
  });

  await sendWaiting();

  expect([waiting.value.length, aside.value.map(({ tries }) => tries)]).toEqual([0, [10]]);
});

test("a clock that stands back sells nothing by prices of the future", async () => {
  const sale = await ringUp(1);

  vi.setSystemTime(new Date("2026-07-03T00:00:00Z"));

  expect(limitOf(sale)).toEqual({ kind: "clock" });
});

test("a card scanned without a server is named when it is back, else with the sale", async () => {
  const sale = await ringUp(1);
  sale.setCard("M00000000000");
  await vi.waitFor(() => expect(sale.isFresh.value).toBe(true));
  const found = { kind: "member", member: { uid: "member", name: "佐藤", coupons: [] } };
  const resolve = vi.spyOn(till, "resolveCode").mockRejectedValueOnce(new NotConnected());
  isConnected.value = true;
  await vi.waitFor(() => expect(resolve).toHaveBeenCalledTimes(1));
  vi.mocked(till.quote).mockResolvedValue(sale.quote.value as never);
  sale.askPrice();
  await vi.waitFor(() => expect(sale.isPricedHere.value).toBe(false));
  isConnected.value = false;
  resolve.mockResolvedValueOnce(found as never);
  await finish(sale, 980);
  expect(waiting.value[0]?.later).toMatchObject({ member_number: "M00000000000" });

  const next = await ringUp(1);
  next.setCard("M00000000000");
  isConnected.value = true;

  await vi.waitFor(() => expect(next.draft.value.member?.uid).toBe("member"));
  expect(next.draft.value.cardNumber).toBe("");
});

test.each([
  ["a sale that is too large", 6, [], { kind: "sale", mostMinor: 5_000 }],
  ["a coupon that was used here", 1, ["OFF"], { kind: "coupon", code: "OFF" }],
  ["a register that sold enough", 5, [], { kind: "register", mostMinor: 8_000 }],
])("%s waits for the network", async (_, quantity, coupons, limit) => {
  await finish(await ringUp(4, "OFF"), 5_000);
  const sale = await ringUp(quantity, ...coupons);

  await finish(sale, 10_000);

  expect(limitOf(sale)).toEqual(limit);
  expect(waiting.value).toHaveLength(1);
});

test("nothing is sold by prices that are too old, or before the till was told what it may do", async () => {
  const sale = await ringUp(1);
  expect(limitOf(sale)).toBeNull();

  freshness.value = { ...freshness.value, asOf: "2026-07-03T02:00:00Z" };
  expect(limitOf(sale)).toEqual({ kind: "age", hours: 24 });
  offlineTerms.value = null;
  expect(limitOf(sale)).toEqual({ kind: "unknown" });
});

test("the server's price is asked for as soon as it is there again", async () => {
  const sale = await ringUp(1);
  vi.mocked(till.quote).mockResolvedValue({ ...sale.quote.value, total_minor: 900, lines: [] } as never);

  isConnected.value = true;

  await vi.waitFor(() => expect(sale.quote.value?.total_minor).toBe(900));
  expect(sale.isPricedHere.value).toBe(false);
});
