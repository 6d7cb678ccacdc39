import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { HeldList, Session, Variant } from "../api/shapes";
import * as till from "../api/till";
import { practiceBook, training } from "../training/world";
import { announcement } from "./announce";
import { database } from "./device";
import { held, readHeld } from "./held";
import {
  heldElsewhere,
  holdForAll,
  recallForAll,
  shareHeld,
  takeOverHeld,
  throwAway,
  unfollowHeld,
} from "./held_shared";
import type { OpenSale } from "./open_sale";
import { closeSales, counterSale, openCounter } from "./sales";
import { session } from "./session";

const HERE = "register-1";
const OTHER = "register-2";
let server: Map<string, HeldList>;

beforeEach(async () => {
  server = new Map();
  vi.spyOn(till, "quote").mockRejectedValue(new NotConnected());
  vi.spyOn(till, "resolveCode").mockRejectedValue(new NotConnected());
  vi.spyOn(till, "holdList").mockImplementation(async (uid, wish) => {
    const row = server.get(uid);
    if ((row?.version ?? 0) !== wish.base_version) throw new Problem(409, "held_list_moved", "moved");
    return put({
      ...rowOf(uid),
      ...wish,
      coupon_codes: [],
      member_number: wish.member_number ?? "",
    } as never);
  });
  vi.spyOn(till, "takeHeld").mockImplementation(async (uid, wasOffline) => taken(uid, HERE, wasOffline));
  vi.spyOn(till, "listHeld").mockImplementation(async () => ({ lists: [...server.values()] }));
  isConnected.value = true;
  session.value = {
    staff: { uid: "staff", name: "山口", deeds: [] },
    store: { code: "S001", time_zone: "Asia/Tokyo" },
    register: { uid: HERE, code: "1" },
    terms: { currency: "JPY" },
  } as unknown as Session;
  await openCounter();
});

afterEach(async () => {
  closeSales();
  training.value = null;
  await practiceBook.drafts.clear();
  unfollowHeld();
  await database.drafts.clear();
  await database.notes.clear();
  await readHeld();
  announcement.value = null;
  session.value = null;
  vi.restoreAllMocks();
});

function rowOf(uid: string): HeldList {
  const fresh = {
    uid,
    version: 0,
    state: "held",
    is_sold: false,
    register_uid: HERE,
    register_name: "レジ1",
  };
  const more = { staff_name: "山口", also_taken_by: "", expires_at: "2099-01-01T00:00:00Z" };
  return server.get(uid) ?? ({ ...fresh, ...more } as unknown as HeldList);
}

function put(row: HeldList): HeldList {
  const next = { ...row, version: row.version + 1, state: "held" } as HeldList;
  server.set(row.uid, next);
  return next;
}

/** As the server does it: the first register has it, and a till that was away is written down. */
function taken(uid: string, register: string, wasOffline = false): HeldList {
  const row = rowOf(uid);
  if (row.state === "held")
    server.set(uid, {
      ...row,
      state: "taken",
      version: row.version + 1,
      register_uid: register,
      register_name: register,
    });
  else if (wasOffline && row.register_uid !== register) server.set(uid, { ...row, also_taken_by: register });
  return rowOf(uid);
}

function counter(): OpenSale {
  if (!counterSale.value) throw new Error("no list over the counter");
  return counterSale.value;
}

async function heldHere(): Promise<string> {
  counter().add({ sku: "beans", name: "beans", price_minor: 980, tax_rate_bp: 800 } as unknown as Variant);
  const { uid } = counter().draft.value;
  await holdForAll(counter());
  await vi.waitFor(() => expect(held.value[0]?.version ?? isConnected.value).toBeTruthy());
  return uid;
}

test("a list that is held is told to the other tills, and taken up here it is told too", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(server.get(uid)?.state).toBe("held"));

  await recallForAll(held.value[0] as never);

  expect(server.get(uid)).toMatchObject({ state: "taken", register_uid: HERE });
  expect(counter().draft.value).toMatchObject({ uid, version: 2 });
});

test("it keeps the number of the member's card, and neither the member nor the address", async () => {
  counter().add({ sku: "beans", name: "beans", price_minor: 980, tax_rate_bp: 800 } as unknown as Variant);
  counter().setMember({ uid: "m", name: "佐藤はるか", member_number: "80000017", coupons: [] } as never);
  counter().setHome({ address: { name: "佐藤はるか" } } as never);

  await holdForAll(counter());

  const kept = await database.drafts.toArray();
  expect(kept[0]).toMatchObject({ member: null, cardNumber: "80000017", held: { isForHome: true } });
  expect(JSON.stringify(kept)).not.toContain("佐藤");
});

test("one that another till took up meanwhile is not taken up here, and it is said who has it", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  taken(uid, OTHER);

  expect(await recallForAll(held.value[0] as never)).toBeNull();

  expect(held.value).toEqual([]);
  expect(counter().isEmpty.value).toBe(true);
  expect(announcement.value?.words).toContain(OTHER);
});

test("taken up without a network while another till had it: it goes on here, and both are told afterwards", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  isConnected.value = false;
  taken(uid, OTHER);

  await recallForAll(held.value[0] as never);
  expect(counter().draft.value.uid).toBe(uid);
  isConnected.value = true;
  await shareHeld();

  expect(server.get(uid)).toMatchObject({ register_uid: OTHER, also_taken_by: HERE });
  expect(announcement.value?.words).toContain(OTHER);
  announcement.value = null;
  await shareHeld();
  expect(announcement.value).toBeNull();
});

test("taken up without a network while nobody had it: it can be held again, on the version that it became", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  isConnected.value = false;
  await recallForAll(held.value[0] as never);
  isConnected.value = true;
  await shareHeld();

  await holdForAll(counter());
  await vi.waitFor(() => expect(server.get(uid)).toMatchObject({ state: "held", version: 3 }));

  expect(held.value.map((draft) => draft.uid)).toEqual([uid]);
});

test("a list of another till is seen here, and taken over under its own uid with a payment of this till", async () => {
  const line = { uid: "l1", sku: "milk", name: "milk", quantity: 2, unit_price_minor: 248, tax_rate_bp: 800 };
  const row = {
    ...rowOf("u1"),
    register_uid: OTHER,
    lines: [line],
    coupon_codes: [],
    member_number: "80000017",
  };
  server.set("u1", { ...row, version: 1, held_at: "2026-07-04T03:00:00Z" } as unknown as HeldList);
  await shareHeld();
  expect(heldElsewhere.value.map(({ uid }) => uid)).toEqual(["u1"]);

  await takeOverHeld(heldElsewhere.value[0] as never);

  expect(counter().draft.value).toMatchObject({ uid: "u1", cardNumber: "80000017", version: 2 });
  expect(counter().draft.value.lines[0]).toMatchObject({ uid: "l1", quantity: 2 });
  expect(counter().draft.value.tenderUid).toHaveLength(36);
  expect(heldElsewhere.value).toEqual([]);
});

test("what was sold or thrown away elsewhere is not held here any more", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  server.set(uid, {
    ...rowOf(uid),
    version: 2,
    state: "thrown_away",
    register_uid: OTHER,
    register_name: OTHER,
  });

  await shareHeld();

  expect(held.value).toEqual([]);
  expect(announcement.value?.words).toContain(OTHER);
});

/** Somebody begins to train, on an empty counter. */
async function train(): Promise<void> {
  closeSales();
  training.value = { staffUid: "staff", startedAt: "2026-07-04T01:00:00Z" };
  await openCounter();
  await readHeld();
}

test("lists of training are told nobody: neither held, nor taken up, nor thrown away", async () => {
  await train();
  const uid = await heldHere();
  await shareHeld();
  await recallForAll(held.value[0] as never);
  expect(counter().draft.value.uid).toBe(uid);
  await holdForAll(counter());

  await throwAway(uid, false, "rung up by mistake");

  expect(held.value).toEqual([]);
  expect(till.holdList).not.toHaveBeenCalled();
  expect(till.takeHeld).not.toHaveBeenCalled();
  expect(await database.notes.count()).toBe(0);
  expect(await database.drafts.count()).toBe(0);
});

test("what other tills hold is not seen in training, not even when it was asked for before", async () => {
  put({ ...rowOf("theirs"), register_uid: OTHER });
  let answer: () => void = () => undefined;
  vi.mocked(till.listHeld).mockImplementation(
    () => new Promise((tell) => (answer = () => tell({ lists: [...server.values()] }))),
  );
  const looking = shareHeld();
  await vi.waitFor(() => expect(till.listHeld).toHaveBeenCalled());
  await train();
  unfollowHeld();

  answer();
  await looking;

  expect(heldElsewhere.value).toEqual([]);
});

test("a list of another till that comes when training has begun waits among the real ones", async () => {
  const theirs = put({
    ...rowOf("theirs"),
    register_uid: OTHER,
    lines: [],
    coupon_codes: [],
    total_minor: 980,
  } as never);
  const taking = takeOverHeld(theirs);
  await train();

  expect(await taking).toBeNull();

  expect(held.value).toEqual([]);
  expect(await practiceBook.drafts.count()).toBe(0);
  expect((await database.drafts.toArray()).map(({ uid, held: put }) => [uid, put?.totalMinor])).toEqual([
    ["theirs", 980],
  ]);
});

test("a list that was taken up and put by again stays here, though the server knows it as taken up here", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  await recallForAll(held.value[0] as never);
  const stale = rowOf(uid);
  vi.spyOn(till, "holdList").mockRejectedValue(new NotConnected());
  vi.spyOn(till, "listHeld").mockResolvedValue({ lists: [{ ...stale }] });

  await holdForAll(counter());
  await shareHeld();
  vi.spyOn(till, "holdList").mockImplementation(async () => rowOf(uid));
  await shareHeld();

  expect(held.value.map((draft) => draft.uid)).toEqual([uid]);
  expect(announcement.value).toBeNull();
});

test("what an older answer says of a list does not take the newer one away", async () => {
  const uid = await heldHere();
  await vi.waitFor(() => expect(held.value[0]?.version).toBe(1));
  await database.drafts.update(`held/${uid}`, { version: 4 });
  await readHeld();
  taken(uid, OTHER);

  await shareHeld();

  expect(held.value.map((draft) => draft.uid)).toEqual([uid]);
});

test("a list whose taking up was answered to nobody is offered again; one that is paid here is not", async () => {
  const held_at = "2026-07-04T03:00:00Z";
  const row = { ...rowOf("u1"), lines: [], coupon_codes: [], member_number: "", held_at };
  server.set("u1", { ...row, state: "taken", version: 2 } as HeldList);
  server.set("u2", { ...row, uid: "u2", state: "taken", version: 2 } as HeldList);
  await database.envelopes.put({ uid: "u2", madeAt: held_at } as never);

  await shareHeld();

  expect(heldElsewhere.value.map(({ uid }) => uid)).toEqual(["u1"]);
  await takeOverHeld(heldElsewhere.value[0] as never);
  expect(counter().draft.value).toMatchObject({ uid: "u1", version: 2 });
  await database.envelopes.clear();
});
