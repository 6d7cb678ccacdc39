import "fake-indexeddb/auto";
import { afterEach, expect, test } from "vitest";
import type { Session } from "../api/shapes";
import { database } from "../state/device";
import { session } from "../state/session";
import { doneBy, noteDoneBy, readTrainees, trainees } from "./trainees";

const MORNING = "2026-07-04T01:00:00.000Z";
const NOON = "2026-07-04T03:00:00.000Z";

function signIn(...deeds: string[]): void {
  session.value = { staff: { uid: "m", code: "1", name: "店長", deeds } } as unknown as Session;
}

afterEach(async () => {
  session.value = null;
  trainees.value = [];
  await database.notes.clear();
});

test("a manager sees who finished what, each person apart and by name", async () => {
  await noteDoneBy({ uid: "b", code: "102", name: "やまぐち" }, { "first-sale": MORNING });
  await noteDoneBy({ uid: "a", code: "101", name: "あおき" }, { drawer: NOON });
  await noteDoneBy({ uid: "b", code: "102", name: "やまぐち" }, { "first-sale": MORNING, drawer: NOON });
  signIn("see_shifts");

  await readTrainees();

  expect(trainees.value).toEqual([
    { uid: "a", code: "101", name: "あおき", done: { drawer: NOON } },
    { uid: "b", code: "102", name: "やまぐち", done: { "first-sale": MORNING, drawer: NOON } },
  ]);
  expect(await doneBy("a")).toEqual({ drawer: NOON });
});

test("who may not see the shifts of others sees nobody, also where a manager looked before", async () => {
  await noteDoneBy({ uid: "a", code: "101", name: "あおき" }, { drawer: NOON });
  signIn("see_shifts");
  await readTrainees();
  signIn("sell");

  await readTrainees();

  expect(trainees.value).toEqual([]);
});
