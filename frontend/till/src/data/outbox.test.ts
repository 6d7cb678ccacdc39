import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotConnected, Problem } from "../api/problem";
import type { SaleDone } from "../api/shapes";
import { type Draft, type Envelope, TillDatabase } from "./db";
import { newUid } from "./ids";
import { Outbox } from "./outbox";

const DONE = { change_minor: 40 } as SaleDone;

let database: TillDatabase;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
});
afterEach(() => database.delete());

function makeEnvelope(uid = newUid(), madeAt = "2026-07-04T01:00:00Z"): Envelope {
  return {
    uid,
    kind: "sale",
    place: "counter",
    path: "/sales",
    body: {
      uid,
      lines: [{ uid: newUid(), sku: "100042", quantity: 1, unit_price_minor: 960 }],
      coupon_codes: [],
      customer_uid: null,
      tenders: [{ uid: newUid(), provider: "cash", amount_minor: 1_000 }],
      expected_total_minor: 960,
    },
    key: uid,
    storeCode: "S001",
    registerCode: "01",
    totalMinor: 960,
    tenderedMinor: 1_000,
    madeAt,
    tries: 0,
  };
}

function makeDraft(uid: string): Draft {
  return {
    place: "counter",
    uid,
    tenderUid: newUid(),
    lines: [],
    couponCodes: [],
    member: null,
    pickupCode: "",
  };
}

/** A server that gives these answers, one after the other, and remembers what it was sent. */
function serverOf(...answers: (SaleDone | Error)[]) {
  const sent: { path: string; body: unknown; key: string }[] = [];
  const send = async (path: string, body: unknown, key: string): Promise<SaleDone> => {
    sent.push({ path, body: structuredClone(body), key });
    const answer = answers.shift();
    if (!answer) throw new Error("asked once too often");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, send };
}

test("a sale without an answer is sent again with the same ids and the same key", async () => {
  const { sent, send } = serverOf(new NotConnected(), new NotConnected(), DONE);
  const outbox = new Outbox(database, send);
  const envelope = makeEnvelope();
  await outbox.put(envelope);

  const first = await outbox.attempt(envelope);
  const second = await outbox.attempt(first.envelope);
  const third = await outbox.attempt(second.envelope);

  expect([first.kind, second.kind, third.kind]).toEqual(["waiting", "waiting", "done"]);
  expect(sent[1]).toEqual(sent[0]);
  expect(sent[2]).toEqual(sent[0]);
  expect(await database.envelopes.count()).toBe(0);
});

test("a sale that was not answered is found again after a reload, the oldest first", async () => {
  const outbox = new Outbox(database, serverOf(new NotConnected()).send);
  const later = makeEnvelope(newUid(), "2026-07-04T01:05:00Z");
  const earlier = makeEnvelope(newUid(), "2026-07-04T01:00:00Z");
  await outbox.put(later);
  await outbox.put(earlier);
  await outbox.attempt(earlier);

  const reopened = new Outbox(new TillDatabase(database.name), serverOf().send);

  expect(await reopened.first()).toEqual({ ...earlier, tries: 1 });
});

test("a booked sale takes its list off the device", async () => {
  const envelope = makeEnvelope();
  await database.drafts.put(makeDraft(envelope.uid));
  const outbox = new Outbox(database, serverOf(DONE).send);
  await outbox.put(envelope);

  const outcome = await outbox.attempt(envelope);

  expect(outcome).toMatchObject({ kind: "done", done: DONE });
  expect(await database.drafts.count()).toBe(0);
});

test("a refused sale leaves its list, to be mended and finished again under the same uid", async () => {
  const envelope = makeEnvelope();
  await database.drafts.put(makeDraft(envelope.uid));
  const outbox = new Outbox(database, serverOf(new Problem(409, "price_changed", "Prices changed.")).send);
  await outbox.put(envelope);

  const outcome = await outbox.attempt(envelope);

  expect(outcome).toMatchObject({ kind: "refused", problem: { code: "price_changed" } });
  expect(await database.envelopes.count()).toBe(0);
  expect((await database.drafts.get("counter"))?.uid).toBe(envelope.uid);
});

test("a sale waits for a new sign-in when the server no longer knows the till", async () => {
  const envelope = makeEnvelope();
  const outbox = new Outbox(database, serverOf(new Problem(401, "token_invalid", "Sign in again.")).send);
  await outbox.put(envelope);

  const outcome = await outbox.attempt(envelope);

  expect(outcome.kind).toBe("waiting");
  expect(await database.envelopes.count()).toBe(1);
});

test("the pause before the next try grows to half a minute and the tries never end", async () => {
  const outbox = new Outbox(database, serverOf(...Array.from({ length: 8 }, () => new NotConnected())).send);
  let envelope = makeEnvelope();
  const pauses: number[] = [];

  for (let tries = 0; tries < 8; tries += 1) {
    const outcome = await outbox.attempt(envelope);
    if (outcome.kind === "waiting") pauses.push(outcome.retryInS);
    envelope = outcome.envelope;
  }

  expect(pauses).toEqual([1, 2, 5, 10, 30, 30, 30, 30]);
});

test("a server that is busy says itself when to come back", async () => {
  const outbox = new Outbox(database, serverOf(new NotConnected(3)).send);

  expect(await outbox.attempt(makeEnvelope())).toMatchObject({ kind: "waiting", retryInS: 3 });
});

test("a sale on disk is sent even when the device has no room left to count the tries", async () => {
  const { sent, send } = serverOf(DONE);
  const outbox = new Outbox(database, send);
  const envelope = makeEnvelope();
  await outbox.put(envelope);
  const full = new DOMException("no room", "QuotaExceededError");
  const put = vi.spyOn(database.envelopes, "put").mockImplementationOnce(() => Dexie.Promise.reject(full));

  const outcome = await outbox.attempt(envelope);

  expect(put).toHaveBeenCalledOnce();
  expect(outcome.kind).toBe("done");
  expect(sent).toHaveLength(1);
});
