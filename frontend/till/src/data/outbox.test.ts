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
      markdowns: [],
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
  const update = vi
    .spyOn(database.envelopes, "update")
    .mockImplementationOnce(() => Dexie.Promise.reject(full));

  const outcome = await outbox.attempt(envelope);

  expect(update).toHaveBeenCalledOnce();
  expect(outcome.kind).toBe("done");
  expect(sent).toHaveLength(1);
});

test("a sale that was set aside lets the next one go first, and stays with its list, its bytes and its key", async () => {
  const { sent, send } = serverOf(new NotConnected(null, 500), DONE);
  const outbox = new Outbox(database, send);
  const stuck = makeEnvelope();
  const next = makeEnvelope(newUid(), "2026-07-04T01:05:00Z");
  const draft = makeDraft(stuck.uid);
  await database.drafts.put(draft);
  await outbox.put(stuck);
  await outbox.put(next);
  const { envelope } = await outbox.attempt(stuck);

  await outbox.setAside(envelope, new Date("2026-07-04T01:06:00Z"));

  expect((await outbox.first())?.uid).toBe(next.uid);
  expect(await database.drafts.count()).toBe(0);
  const [kept] = await outbox.aside();
  expect(kept).toEqual({
    ...stuck,
    tries: 1,
    lastAnswer: { status: 500, refusal: "" },
    setAsideAt: "2026-07-04T01:06:00.000Z",
    draft,
  });
  await outbox.attempt(kept as Envelope);
  expect(sent[1]).toEqual(sent[0]);
  expect(await outbox.aside()).toEqual([]);
});

test("booking a sale that was set aside leaves the list that is open in its place now", async () => {
  const outbox = new Outbox(database, serverOf(DONE).send);
  const envelope = { ...makeEnvelope(), setAsideAt: "2026-07-04T01:06:00Z" };
  await outbox.put(envelope);
  const open = makeDraft(newUid());
  await database.drafts.put(open);

  expect((await outbox.attempt(envelope)).kind).toBe("done");

  expect(await database.drafts.toArray()).toEqual([open]);
});

test("a sale that was set aside and is refused stays with its list and the words", async () => {
  const outbox = new Outbox(database, serverOf(new Problem(409, "price_changed", "Prices changed.")).send);
  const draft = makeDraft(newUid());
  const envelope = { ...makeEnvelope(draft.uid), setAsideAt: "2026-07-04T01:06:00Z", draft };
  await outbox.put(envelope);

  const outcome = await outbox.attempt(envelope);

  expect(outcome.kind).toBe("refused");
  const [kept] = await outbox.aside();
  expect(kept).toMatchObject({
    draft,
    lastAnswer: { status: 409, refusal: "Prices changed.", code: "price_changed" },
  });
});

test("a device that cannot write it down leaves the sale and its list where they were", async () => {
  const outbox = new Outbox(database, serverOf().send);
  const envelope = makeEnvelope();
  const draft = makeDraft(envelope.uid);
  await database.drafts.put(draft);
  await outbox.put(envelope);
  const full = new DOMException("no room", "QuotaExceededError");
  vi.spyOn(database.drafts, "delete").mockImplementationOnce(() => Dexie.Promise.reject(full));

  await expect(outbox.setAside(envelope, new Date())).rejects.toThrow();

  expect(await outbox.first()).toEqual(envelope);
  expect(await outbox.aside()).toEqual([]);
  expect(await database.drafts.toArray()).toEqual([draft]);
});

test("the refused list of a sale that was taken up puts back the sale, which is the record of the cash", async () => {
  const outbox = new Outbox(database, serverOf(new Problem(409, "price_changed", "Prices changed.")).send);
  const mends = { ...makeEnvelope(), setAsideAt: "2026-07-04T01:06:00Z", draft: makeDraft("list") };
  const mended: Envelope = { ...makeEnvelope(mends.uid), totalMinor: 1_920, mends };
  await outbox.put(mended);
  expect(await outbox.aside()).toEqual([]);

  expect((await outbox.attempt(mended)).kind).toBe("refused");

  const lastAnswer = { status: 409, refusal: "Prices changed.", code: "price_changed" };
  expect(await outbox.aside()).toEqual([{ ...mends, lastAnswer }]);
});

test("a sale that somebody settled otherwise is forgotten with its list", async () => {
  const outbox = new Outbox(database, serverOf().send);
  const envelope = { ...makeEnvelope(), setAsideAt: "2026-07-04T01:06:00Z" };
  await outbox.put(envelope);
  await database.drafts.put(makeDraft(envelope.uid));

  await outbox.settle(envelope);

  expect(await outbox.aside()).toEqual([]);
  expect(await database.drafts.count()).toBe(0);
});

test("a sale that is queued while it is on its way is not forgotten by a refusal, and its receipt still ends it", async () => {
  const envelope = makeEnvelope();
  const outbox = new Outbox(database, async () => {
    await outbox.queue(envelope, new Date("2026-07-04T01:06:00Z"));
    throw new Problem(403, "not_allowed", "Not allowed.");
  });
  await outbox.put(envelope);

  expect((await outbox.attempt(envelope)).kind).toBe("moved");
  expect((await outbox.queued()).map(({ uid }) => uid)).toEqual([envelope.uid]);

  await new Outbox(database, serverOf(DONE).send).attempt(envelope);
  expect(await database.envelopes.count()).toBe(0);
});
