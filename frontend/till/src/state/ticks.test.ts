import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { database } from "./device";
import { merged, ordersTicked, Ticks } from "./ticks";

const ORDER = "order-1";
const heard = (pieces: Record<string, number>) =>
  Object.entries(pieces).map(([line_uid, quantity]) => ({ line_uid, quantity }));

afterEach(() => database.notes.clear());

test("more than one began from raises the known count, less lowers it, and the same changes nothing", () => {
  expect(merged(0, 2, 0)).toBe(2);
  expect(merged(3, 1, 0)).toBe(3);
  expect(merged(1, 0, 3)).toBe(0);
  expect(merged(2, 1, 1)).toBe(2);
});

test("only lines that changed since the server's last word are told, with what they began from", async () => {
  const ticks = await Ticks.open(ORDER);
  ticks.set("beans", 1);
  ticks.set("milk", 1);
  ticks.hear(heard({ beans: 1, milk: 1 }), ticks.all);

  ticks.set("beans", 2);

  expect(ticks.changes()).toEqual([{ line_uid: "beans", quantity: 2, seen_quantity: 1 }]);
});

test("what another till picked is shown here, and nothing is told back of it", async () => {
  const ticks = await Ticks.open(ORDER);

  ticks.hear(heard({ beans: 2 }));

  await vi.waitFor(() => expect(ticks.shown.value).toEqual({ beans: 2 }));
  expect(ticks.changes()).toEqual([]);
});

test("a piece that is scanned while the server answers stays counted, whatever another till had by then", async () => {
  const ticks = await Ticks.open(ORDER);
  ticks.set("beans", 1);
  const began = ticks.all;
  ticks.set("beans", 2);

  ticks.hear(heard({ beans: 3 }), began);
  expect(ticks.of("beans")).toBe(3);
  ticks.hear(heard({ beans: 1 }), { beans: 3 });

  expect(ticks.of("beans")).toBe(1);
});

test("a tick that was taken off and not told yet does not come back with the next word", async () => {
  const ticks = await Ticks.open(ORDER);
  ticks.hear(heard({ beans: 2 }));

  ticks.set("beans", 0);
  ticks.hear(heard({ beans: 2 }));

  expect(ticks.of("beans")).toBe(0);
  expect(ticks.changes()).toEqual([{ line_uid: "beans", quantity: 0, seen_quantity: 2 }]);
});

test("what nobody was told is told after a reload, and an order that is over is remembered no more", async () => {
  (await Ticks.open(ORDER)).set("beans", 1);
  await vi.waitFor(async () => expect(await database.notes.count()).toBe(1));

  const again = await Ticks.open(ORDER);
  expect(again.changes()).toEqual([{ line_uid: "beans", quantity: 1, seen_quantity: 0 }]);
  expect(await ordersTicked()).toEqual([ORDER]);
  again.hear([], again.all);

  await vi.waitFor(async () => expect(await database.notes.count()).toBe(0));
});
