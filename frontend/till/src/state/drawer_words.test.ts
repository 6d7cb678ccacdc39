import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clockOffsetS, offlineTerms } from "../alone/here";
import { deedOnce, isConnected, sendBeforeDeeds } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { OfflineTerms, Outcomes, Session, Shift, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import type { Envelope } from "../data/db";
import { newUid } from "../data/ids";
import { database } from "./device";
import { momentHere, moveAlone, openAlone } from "./drawer_alone";
import {
  drawerWords,
  readDrawerWords,
  sendWordAgain,
  settleWord,
  shiftAlone,
  wordsAside,
  wordsGoFirst,
} from "./drawer_words";
import { enrolled, tellOffice } from "./enrolled";
import { session } from "./session";
import {
  asksToOpen,
  countWords,
  forgetShiftDesk,
  isDeskKept,
  isDrawerAlone,
  readShiftDesk,
  shiftDesk,
  takeShift,
} from "./shift";
import { restoreWaiting, sendWaiting, waiting } from "./waiting";

const KNOWN = "2026-07-04T00:00:00Z";
const NOW = new Date("2026-07-04T00:30:00Z");
const COUNTS = [{ value_minor: 1_000, pieces: 30 }];
const DESK = {
  at: KNOWN,
  shift: null,
  left_minor: 20_000,
  in_no_shift: { receipts: 0, total_minor: 0 },
  is_required: true,
  is_blind: false,
  denominations: [1_000],
} as ShiftDesk;

let sent: string[][];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  session.value = {
    staff: { uid: "staff", name: "山口", deeds: ["sell", "open_shift", "move_cash"] },
    store: { code: "S1", time_zone: "Asia/Tokyo" },
    register: { uid: "register", code: "01" },
    terms: { currency: "JPY" },
  } as unknown as Session;
  offlineTerms.value = { clock_tolerance_s: 300, most_cash_out_minor: 10_000 } as OfflineTerms;
  isConnected.value = true;
  vi.spyOn(till, "readShiftDesk").mockResolvedValue(DESK);
  await readShiftDesk();
  isConnected.value = false;
  vi.mocked(till.readShiftDesk).mockRejectedValue(new NotConnected());
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  sendBeforeDeeds(() => Promise.resolve());
  forgetShiftDesk();
  session.value = null;
  enrolled.value = null;
  clockOffsetS.value = 0;
  isConnected.value = true;
  await Promise.all(database.tables.map((table) => table.clear()));
  await restoreWaiting();
});

/** The server books all but the kinds that it is told otherwise of. */
function answers(otherwise: Record<string, string> = {}): void {
  sent = [];
  vi.spyOn(till, "sendLater").mockImplementation(async (envelopes) => {
    sent.push(envelopes.map(({ kind }) => kind));
    const outcomes = envelopes.map(({ uid, kind }) => {
      const outcome = otherwise[kind] ?? "booked";
      const problem = outcome === "booked" ? null : { status: 409, detail: "No.", code: "cash_in_no_shift" };
      const stands = { uid, number: 7, opened_at: NOW.toISOString(), closed_at: null, has_joined: false };
      return { uid, outcome, sale: null, shift: outcome === "booked" ? stands : null, problem };
    });
    return { outcomes, at: NOW.toISOString() } as unknown as Outcomes;
  });
}

async function queued(madeAt = NOW): Promise<string> {
  const uid = newUid();
  const later = { kind: "sale", uid };
  const made = { uid, later, storeCode: "S1", registerCode: "01", madeAt: madeAt.toISOString(), tries: 0 };
  await database.envelopes.put({ ...made, queuedAt: NOW.toISOString() } as unknown as Envelope);
  await restoreWaiting();
  return uid;
}

function change(amount: number, purpose: "change" | "bank" = "change") {
  return { uid: newUid(), purpose, amount_minor: amount, reason: "お釣り" };
}

test("a shift is on the disk before it is open, and outlasts the page", async () => {
  expect(asksToOpen.value).toBe(true);
  const uid = newUid();

  await openAlone(uid, COUNTS);

  const [kept] = await database.words.toArray();
  expect(kept?.sent).toMatchObject({
    kind: "open_shift",
    uid,
    register_uid: "register",
    staff_uid: "staff",
    made_at: NOW.toISOString(),
    synced_at: KNOWN,
    counts: COUNTS,
  });
  drawerWords.value = [];
  await readDrawerWords();
  expect(shiftAlone.value).toMatchObject({ uid, openingMinor: 30_000, openedBy: "山口" });
  expect(asksToOpen.value).toBe(false);
  expect(isDrawerAlone.value).toBe(true);
});

test("a device that cannot write it down opens no shift", async () => {
  vi.spyOn(database.words, "add").mockRejectedValue(new Error("no room"));

  await expect(openAlone(newUid(), COUNTS)).rejects.toBeInstanceOf(Problem);

  expect(shiftAlone.value).toBeNull();
});

test("words are sent in their order before sales that were made earlier, though the clock was put back", async () => {
  await queued(new Date("2026-07-03T23:00:00Z"));
  await openAlone(newUid(), COUNTS);
  vi.setSystemTime(new Date("2026-07-04T00:10:00Z"));
  await moveAlone(change(5_000));
  answers();

  await sendWaiting();

  expect(sent).toEqual([["open_shift", "move_cash"], ["sale"]]);
  expect(drawerWords.value).toEqual([]);
  expect(waiting.value).toEqual([]);
});

test("what is done after an opening is never before it by the clock that is sent", async () => {
  clockOffsetS.value = 60;
  await openAlone(newUid(), COUNTS);
  vi.setSystemTime(new Date("2026-07-04T00:10:00Z"));
  clockOffsetS.value = -1_140;

  await moveAlone(change(5_000));

  const [opening, move] = (await database.words.toArray()).map((word) => word.sent);
  const instants = [opening, move].map((word) =>
    word ? Date.parse(word.made_at) - word.clock_offset_s * 1_000 : 0,
  );
  expect(instants[1]).toBeGreaterThanOrEqual(instants[0] ?? 0);
  expect(momentHere(new Date("2026-07-04T00:00:00Z")).getTime()).toBe((instants[0] ?? 0) - 1_140_000);
});

test("the same bytes are sent until there is an answer", async () => {
  await openAlone(newUid(), COUNTS);
  const sending = vi.spyOn(till, "sendLater").mockRejectedValue(new NotConnected());
  await sendWaiting();
  await sendWaiting();
  const [first, again] = sending.mock.calls.map(([batch]) => JSON.stringify(batch));

  expect(again).toBe(first);
  expect(await database.words.count()).toBe(1);
  answers();
  await sendWaiting();
  expect(await database.words.count()).toBe(0);
});

test("a sale waits while an opening cannot be booked now", async () => {
  await queued();
  await openAlone(newUid(), COUNTS);
  answers({ open_shift: "not_now" });

  await sendWaiting();

  expect(sent).toEqual([["open_shift"]]);
  expect([drawerWords.value.length, waiting.value.length]).toEqual([1, 1]);
});

test("a refused word is set aside, keeps no sale, and is sent again or settled by a person", async () => {
  await queued();
  await openAlone(newUid(), COUNTS);
  await moveAlone(change(5_000));
  answers({ move_cash: "refused" });

  await sendWaiting();

  expect(waiting.value).toEqual([]);
  expect(wordsAside.value).toMatchObject([{ lastAnswer: { code: "cash_in_no_shift", refusal: "No." } }]);
  expect(await countWords()).toBe(1);
  const [refused] = wordsAside.value;
  if (!refused) throw new Error("nothing was set aside");
  expect(await sendWordAgain(refused)).toBe(false);
  expect(wordsAside.value).toHaveLength(1);
  answers();
  expect(await sendWordAgain({ ...refused, tries: 2 })).toBe(true);
  expect(await countWords()).toBe(0);
});

test("a word that was settled otherwise is forgotten", async () => {
  await openAlone(newUid(), COUNTS);
  answers({ open_shift: "refused" });
  await sendWaiting();
  const [refused] = wordsAside.value;
  if (!refused) throw new Error("nothing was set aside");

  await settleWord(refused);

  expect(await database.words.count()).toBe(0);
});

test("a booked shift is remembered though the network goes before the server tells of it", async () => {
  await openAlone(newUid(), COUNTS);
  answers();
  await sendWaiting();
  forgetShiftDesk();

  await readShiftDesk();

  expect(isDeskKept.value).toBe(true);
  expect(shiftDesk.value?.shift).toMatchObject({ number: 7, opening_minor: 30_000 });
});

test("an answer that a later one or a deed overtook changes nothing", async () => {
  const shift = { uid: "1", number: 1, closed_at: null } as Shift;
  const answers: ((told: ShiftDesk) => void)[] = [];
  vi.mocked(till.readShiftDesk).mockImplementation(() => new Promise((answer) => answers.push(answer)));
  const [first, second] = [readShiftDesk(), readShiftDesk()];
  answers[1]?.({ ...DESK, left_minor: 2 });
  await second;
  answers[0]?.({ ...DESK, left_minor: 1 });
  await first;
  expect(shiftDesk.value?.left_minor).toBe(2);

  const third = readShiftDesk();
  takeShift(shift);
  answers[2]?.(DESK);
  await third;

  expect(shiftDesk.value?.shift).toBe(shift);
});

test("a register that nobody told of is not opened, nor another one's drawer shown", async () => {
  forgetShiftDesk();
  if (session.value) session.value = { ...session.value, register: { uid: "other", code: "02", name: "" } };

  await expect(readShiftDesk()).rejects.toBeInstanceOf(NotConnected);
  await expect(openAlone(newUid(), COUNTS)).rejects.toBeInstanceOf(Problem);

  expect(await database.words.count()).toBe(0);
});

test("a clock that stands before what the server said opens nothing", async () => {
  vi.setSystemTime(new Date("2026-07-03T23:54:00Z"));

  await expect(openAlone(newUid(), COUNTS)).rejects.toThrow();

  expect(await database.words.count()).toBe(0);
});

test("much cash is not taken out alone but by who may", async () => {
  await openAlone(newUid(), COUNTS);

  await expect(moveAlone(change(10_001, "bank"))).rejects.toBeInstanceOf(Problem);
  await moveAlone(change(10_000, "bank"));
  await moveAlone(change(90_000));
  if (session.value) session.value.staff.deeds.push("cash_out_large");
  await moveAlone(change(10_001, "bank"));

  expect(drawerWords.value).toHaveLength(4);
});

test("no deed overtakes a word: it goes out after it, or not at all", async () => {
  await openAlone(newUid(), COUNTS);
  sendBeforeDeeds(wordsGoFirst);
  const asked = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({}));
  answers({ open_shift: "not_now" });

  await expect(deedOnce("/sales", {}, "key")).rejects.toBeInstanceOf(NotConnected);
  expect(asked).not.toHaveBeenCalled();

  answers();
  await deedOnce("/sales", {}, "key");
  expect(asked).toHaveBeenCalledOnce();
  expect(drawerWords.value).toEqual([]);
});

test("words of another store wait for a sign-in there", async () => {
  await openAlone(newUid(), COUNTS);
  if (session.value) session.value = { ...session.value, store: { ...session.value.store, code: "S2" } };
  answers();

  await sendWaiting();

  expect(sent).toEqual([]);
  expect(drawerWords.value).toHaveLength(1);
});

test("a stopped device sends its words before its sales, and nothing after one that cannot be booked now", async () => {
  await queued();
  await openAlone(newUid(), COUNTS);
  const device = { state: "sending", store: { code: "S1" }, register: { uid: "register", code: "01" } };
  enrolled.value = { ...device, secret: "secret" } as never;
  vi.spyOn(till, "reportDevice").mockResolvedValue(device as never);
  answers({ open_shift: "not_now" });
  const stopped = vi.spyOn(till, "sendStopped").mockImplementation((_secret, batch) => till.sendLater(batch));

  await tellOffice();
  expect(stopped).toHaveBeenCalledOnce();
  expect(vi.mocked(till.reportDevice).mock.calls[0]?.[0]).toMatchObject({ waiting_count: 2 });

  answers();
  await tellOffice();
  expect(sent).toEqual([["open_shift"], ["sale"]]);
  expect(await database.words.count()).toBe(0);
});
