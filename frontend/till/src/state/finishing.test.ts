import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Quote } from "../api/shapes";
import type { Draft } from "../data/db";
import { newUid } from "../data/ids";
import { stand } from "./device";
import { envelopeOf } from "./finishing";

const NOW = new Date("2026-07-04T01:02:03Z");

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
    points: 0,
    coupons: applied.map((code) => ({ code, name: code, discount_minor: 100 })),
    refused_coupons: [],
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
    coupon_codes: [],
    tenders: [{ uid: draft.tenderUid, provider: "cash", amount_minor: 2_000 }],
    expected_total_minor: 1_960,
  });
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
