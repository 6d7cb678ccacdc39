import { afterEach, expect, test } from "vitest";
import { limitPassed } from "../alone/limits";
import { slipHere } from "../alone/slip_here";
import type { OfflineTerms, Quote, Session, TenderKind } from "../api/shapes";
import type { Draft } from "../data/db";
import type { Handed } from "../sale/tendering";
import { changeOfEnvelope } from "../sale/tendering";
import { envelopeOf } from "./finishing";
import { session } from "./session";

const NOW = new Date("2026-07-04T01:02:03Z");

function kind(code: string, rest: string, form: string, mostAlone: number | null): TenderKind {
  return {
    code,
    name: code.toUpperCase(),
    form,
    rest,
    refund_by: "itself",
    opens_drawer: false,
    is_counted: true,
    needs_reference: false,
    most_alone_minor: mostAlone,
    faces_minor: [],
  };
}

const KINDS = [kind("card", "refused", "card", 0), kind("town", "change", "voucher", 3_000)];
const TOWN: Handed = { uid: "u1", provider: "town", amountMinor: 1_200, reference: "", pieces: 1 };
const CARD: Handed = { uid: "u2", provider: "card", amountMinor: 500, reference: "004217", pieces: null };
const HERE = {
  staff: { name: "山口" },
  store: { name: "渋谷店", address: "", phone: "", issuer_name: "のれん商店", issuer_number: "" },
  register: { code: "01" },
  terms: { currency: "JPY", prices_include_tax: true, tenders: KINDS },
} as unknown as Session;

const quote = (total: number) =>
  ({ total_minor: total, due_minor: total, lines: [], taxes: [], coupons: [] }) as unknown as Quote;
const draft = (tenders: Handed[]): Draft => ({
  place: "counter",
  uid: "sale",
  tenderUid: "cash",
  lines: [],
  couponCodes: [],
  member: null,
  pickupCode: "",
  tenders,
});

afterEach(() => {
  session.value = null;
});

test("a sale sends every tender under its own id, cash last", () => {
  session.value = HERE;

  const envelope = envelopeOf(draft([CARD]), quote(980), 500, NOW);

  expect(envelope.body.tenders).toEqual([
    { uid: "u2", provider: "card", amount_minor: 500, reference: "004217", pieces: null },
    { uid: "cash", provider: "cash", amount_minor: 500 },
  ]);
  expect([envelope.tenderedMinor, changeOfEnvelope(envelope)]).toEqual([1_000, 20]);
});

test("change on a certificate is told with the sale, and none on one that keeps its rest", () => {
  session.value = HERE;
  const kept = { ...HERE, terms: { ...HERE.terms, tenders: [kind("town", "kept", "voucher", null)] } };

  expect(changeOfEnvelope(envelopeOf(draft([TOWN]), quote(980), 0, NOW))).toBe(220);
  session.value = kept as Session;
  expect(changeOfEnvelope(envelopeOf(draft([TOWN]), quote(980), 0, NOW))).toBe(0);
});

test("the receipt of this till lists the tenders, their change and the number of the slip", () => {
  const made = {
    number: "01-1",
    madeAt: NOW.toISOString(),
    quote: quote(1_800),
    cashMinor: 500,
    handed: [TOWN, CARD],
    kinds: KINDS,
    staffName: "山口",
    memberNumber: "",
  };

  const { tenders } = slipHere(made, HERE, "en");

  expect(tenders.map(({ name, value }) => [name, value])).toEqual([
    ["TOWN × 1", "¥1,200"],
    ["CARD", "¥500"],
    ["Slip number", "004217"],
    ["Cash", "¥500"],
    ["Change due", "¥400"],
  ]);
});

const TERMS = {
  most_hours: 24,
  most_per_sale_minor: 50_000,
  most_per_register_minor: 500_000,
  clock_tolerance_s: 300,
  coupons: { kinds: [], uses_per_register: 0 },
} as unknown as OfflineTerms;
const asked = (...tenders: Handed[]) => ({
  totalMinor: 5_000,
  couponCodes: [],
  sold: [],
  ageMs: 0,
  tenders,
  kinds: KINDS,
});

test("without a network a kind is taken up to its limit, and one that needs the network not at all", () => {
  expect(limitPassed(asked(TOWN), TERMS)).toBeNull();
  expect(limitPassed(asked(TOWN, { ...TOWN, uid: "u3", amountMinor: 2_000 }), TERMS)).toEqual({
    kind: "tender",
    name: "TOWN",
    mostMinor: 3_000,
  });
  expect(limitPassed(asked(CARD), TERMS)).toEqual({ kind: "tender", name: "CARD", mostMinor: 0 });
});
