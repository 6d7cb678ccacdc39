import "fake-indexeddb/auto";
import Dexie from "dexie";
import { expect, test } from "vitest";
import { TillDatabase } from "./db";
import { newUid } from "./ids";

test("a device of the first version keeps what it had: notes, lists and paid sales", async () => {
  const name = `till-${newUid()}`;
  const before = new Dexie(name);
  before.version(1).stores({ notes: "name", drafts: "place", envelopes: "uid, madeAt" });
  const envelope = { uid: newUid(), madeAt: "2026-07-04T01:00:00Z", totalMinor: 960 };
  await before.table("notes").put({ name: "stand", value: { storeCode: "S001" } });
  await before.table("drafts").put({ place: "counter", uid: "d1", lines: [] });
  await before.table("envelopes").put(envelope);
  before.close();

  const after = new TillDatabase(name);

  expect(await after.note("stand")).toEqual({ storeCode: "S001" });
  expect(await after.drafts.get("counter")).toMatchObject({ uid: "d1" });
  expect(await after.envelopes.orderBy("madeAt").toArray()).toEqual([envelope]);
  expect(await after.goods.count()).toBe(0);
  await after.delete();
});
