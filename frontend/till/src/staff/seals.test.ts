import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SignedIn } from "../api/shapes";
import { TillDatabase } from "../data/db";
import { newUid } from "../data/ids";
import { MOST_TRIES } from "./seal";
import { PinSeals } from "./seals";

const SET_AT = "2026-07-01T00:00:00Z";
const NOON = new Date("2026-07-04T03:00:00Z");
const clerk = {
  staff: { uid: "a", code: "1001", name: "山口" },
  valid_until: "2026-07-04T10:00:00Z",
  token: "noren_secret",
} as SignedIn;

let database: TillDatabase;
let seals: PinSeals;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
  seals = new PinSeals(database, 1_000);
});
afterEach(() => database.delete());

test("the right PIN opens the session, as often as it is given", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  for (let turn = 0; turn < MOST_TRIES + 1; turn += 1)
    expect(await seals.open("a", "2580", NOON)).toEqual({
      outcome: "opened",
      signedIn: clerk,
      isOver: false,
    });
});

test("neither the token nor the PIN can be read on the device", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  const kept = JSON.stringify(await database.notes.toArray(), (_, value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? String.fromCharCode(...new Uint8Array(value as ArrayBuffer))
      : value,
  );
  expect(kept).toContain(SET_AT);
  expect(kept).not.toMatch(/noren_secret|2580|1001/);
});

test("the fifth wrong PIN breaks the seal, reloads between them or not", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  const left = [];
  for (let turn = 0; turn < MOST_TRIES; turn += 1)
    left.push(await new PinSeals(database, 1_000).open("a", "9999", NOON));

  expect(left.map((one) => one.outcome === "wrong" && one.triesLeft)).toEqual([4, 3, 2, 1, 0]);
  expect(await seals.open("a", "2580", NOON)).toEqual({ outcome: "not_here" });
});

test("the right PIN gives the tries back", async () => {
  await seals.keep(clerk, "2580", SET_AT);
  for (let turn = 0; turn < MOST_TRIES - 1; turn += 1) await seals.open("a", "9999", NOON);

  await seals.open("a", "2580", NOON);

  expect(await seals.open("a", "9999", NOON)).toEqual({ outcome: "wrong", triesLeft: MOST_TRIES - 1 });
});

test("a session that ended says so, and that the PIN was right", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  expect(await seals.open("a", "2580", new Date(clerk.valid_until))).toMatchObject({
    outcome: "opened",
    isOver: true,
  });
});

test("who may no longer take over, or has another PIN, is forgotten", async () => {
  const other = { ...clerk, staff: { ...clerk.staff, uid: "b" } };
  const third = { ...clerk, staff: { ...clerk.staff, uid: "c" } };
  for (const one of [clerk, other, third]) await seals.keep(one, "2580", SET_AT);

  await seals.follow([
    { uid: "a", name: "山口", pin_set_at: SET_AT },
    { uid: "b", name: "佐藤", pin_set_at: "2026-07-02T00:00:00Z" },
  ]);

  expect(await Promise.all(["a", "b", "c"].map((uid) => seals.has(uid)))).toEqual([true, false, false]);
});

test("signing out breaks all seals", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  await seals.forget();

  expect(await seals.has("a")).toBe(false);
});

test("a seal that is broken while its PIN is worked out stays broken, and those of others stay as they are", async () => {
  const other = { ...clerk, staff: { ...clerk.staff, uid: "b" } };
  await seals.keep(clerk, "2580", SET_AT);
  await seals.keep(other, "1470", SET_AT);

  const opening = seals.open("a", "2580", NOON);
  await Promise.all([seals.break("b"), seals.break("a"), opening]);

  expect(await Promise.all(["a", "b"].map((uid) => seals.has(uid)))).toEqual([false, false]);
});

test("PINs that are tried at once are all counted", async () => {
  await seals.keep(clerk, "2580", SET_AT);

  await Promise.all(Array.from({ length: MOST_TRIES }, () => seals.open("a", "9999", NOON)));

  expect(await seals.open("a", "2580", NOON)).toEqual({ outcome: "not_here" });
});
