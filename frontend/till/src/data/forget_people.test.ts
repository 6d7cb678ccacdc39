import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { Member, Slip } from "../api/shapes";
import { type Draft, type Envelope, TillDatabase } from "./db";
import { forgetPeople } from "./forget_people";
import { newUid } from "./ids";

let database: TillDatabase;

const member = { uid: newUid(), name: "山田花子" } as unknown as Member;

function draftOf(place: string): Draft {
  return {
    place,
    uid: newUid(),
    tenderUid: newUid(),
    lines: [],
    couponCodes: [],
    member,
    cardNumber: "8000001",
    pickupCode: "",
  };
}

function envelopeOf(more: Partial<Envelope> = {}): Envelope {
  const uid = newUid();
  return {
    uid,
    kind: "sale",
    place: "counter",
    path: "/sales",
    body: { uid, customer_uid: member.uid } as unknown as Envelope["body"],
    key: uid,
    storeCode: "S001",
    registerCode: "1",
    totalMinor: 980,
    tenderedMinor: 1000,
    madeAt: "2026-07-04T03:00:00.000Z",
    tries: 2,
    ...more,
  };
}

beforeEach(async () => {
  await database?.delete();
  database = new TillDatabase("forgetting");
});

test("who was signed in or has practised, and lists that were not paid are forgotten", async () => {
  await database.setNote("session", { token: "secret" });
  await database.setNote("device", { secret: "kept" });
  await database.setNote("trainees", { uid: { code: "101", name: "あおき" } });
  await database.drafts.bulkPut([draftOf("counter"), draftOf("held/1")]);

  await forgetPeople(database);

  expect(await database.note("session")).toBeUndefined();
  expect(await database.note("trainees")).toBeUndefined();
  expect(await database.drafts.count()).toBe(0);
  expect(await database.note("device")).toEqual({ secret: "kept" });
});

test("a sale that was not sent keeps the very bytes it is sent with, and loses the customer beside them", async () => {
  const slip = { member_number: "8000001" } as unknown as Slip;
  const sale = envelopeOf({ slip, queuedAt: "2026-07-04T03:01:00.000Z" });
  const aside = envelopeOf({ draft: draftOf("counter"), setAsideAt: "2026-07-04T03:02:00.000Z" });
  await database.envelopes.bulkPut([sale, aside]);

  await forgetPeople(database);

  const { slip: _, ...sent } = sale;
  expect(await database.envelopes.get(sale.uid)).toEqual(sent);
  const kept = await database.envelopes.get(aside.uid);
  expect(kept?.body).toEqual(aside.body);
  expect(kept?.draft?.member).toBeNull();
  expect(JSON.stringify(kept?.draft)).not.toContain("8000001");
});

test("a paid sale on its way is queued, and one that cannot be is set aside with its list without its customer", async () => {
  const at = new Date("2026-07-04T03:05:00.000Z");
  const later = { uid: "later" } as unknown as NonNullable<Envelope["later"]>;
  const sale = envelopeOf({ later });
  const home = envelopeOf();
  await database.envelopes.bulkPut([sale, home]);
  await database.drafts.put({ ...draftOf("counter"), uid: home.uid });

  await forgetPeople(database, at);

  expect(await database.envelopes.get(sale.uid)).toEqual({ ...sale, queuedAt: at.toISOString() });
  const kept = await database.envelopes.get(home.uid);
  expect(kept).toMatchObject({ setAsideAt: at.toISOString(), draft: { uid: home.uid, member: null } });
  expect(kept?.draft).not.toHaveProperty("cardNumber");
});
