import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotConnected } from "../api/problem";
import type { Variant } from "../api/shapes";
import * as till from "../api/till";
import { database } from "./device";
import { held, hold, readHeld, recall } from "./held";
import type { OpenSale } from "./open_sale";
import { closeSales, counterSale, openCounter } from "./sales";

const GOODS = { price_minor: 980, tax_rate_bp: 800 };

beforeEach(async () => {
  vi.spyOn(till, "quote").mockRejectedValue(new NotConnected());
  await openCounter();
});

afterEach(async () => {
  closeSales();
  await database.drafts.clear();
  held.value = [];
  vi.restoreAllMocks();
});

function counter(): OpenSale {
  const sale = counterSale.value;
  if (!sale) throw new Error("no list over the counter");
  return sale;
}

function ringUp(name: string): string {
  counter().add({ ...GOODS, sku: name, name } as unknown as Variant);
  return counter().draft.value.uid;
}

function names(): (string | undefined)[] {
  return held.value.map(({ lines }) => lines[0]?.name);
}

test("a list that is held leaves the counter empty and comes back under its uid", async () => {
  const uid = ringUp("beans");
  await hold(counter());
  expect([counter().isEmpty.value, names()]).toEqual([true, ["beans"]]);
  expect(counter().draft.value.uid).not.toBe(uid);

  await recall(held.value[0] as never);

  expect([counter().draft.value.uid, counter().draft.value.place, names()]).toEqual([uid, "counter", []]);
  expect(await database.drafts.get("counter")).toMatchObject({ uid });
  expect(await database.drafts.count()).toBe(1);
});

test("taking one up while goods are on the counter puts those by", async () => {
  ringUp("beans");
  await hold(counter());
  ringUp("milk");

  await recall(held.value[0] as never);

  expect([counter().draft.value.lines[0]?.name, names()]).toEqual(["beans", ["milk"]]);
});

test("held lists outlast the page", async () => {
  ringUp("beans");
  await hold(counter());
  ringUp("milk");
  await hold(counter());
  held.value = [];

  await readHeld();

  expect(names()).toEqual(["beans", "milk"]);
});

test("a second tap does nothing, nor does one on a list that was taken up", async () => {
  ringUp("beans");
  const sale = counter();
  await Promise.all([hold(sale), hold(sale)]);
  await hold(sale);
  const [draft] = held.value;
  expect(names()).toEqual(["beans"]);

  await recall(draft as never);
  expect(await recall(draft as never)).toBeNull();

  expect([counter().draft.value.lines.length, names()]).toEqual([1, []]);
});

test("an empty list is not held", async () => {
  await hold(counter());

  expect(await database.drafts.count()).toBe(0);
});
