import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { variantHere } from "../alone/find_here";
import type { Session } from "../api/shapes";
import * as till from "../api/till";
import { database, stand } from "../state/device";
import { finish, finished } from "../state/finishing";
import { fresh, openCount, pickups, unfollow } from "../state/pickups";
import { closeSales, pickupSale, saleAt } from "../state/sales";
import { session } from "../state/session";
import { endTraining, startTraining } from "./enter";
import { EXERCISES } from "./exercises";
import { exercising, followExercise, startExercise } from "./exercising";
import { ORDER_UID, placePractice, statusOfPickup } from "./pickup";
import { practised } from "./practised";
import { NOTEBOOK, PICKUP_CODE, RICE, TEA } from "./shelf";
import type { Exercise } from "./steps";
import { practiceBook } from "./world";

beforeEach(async () => {
  vi.stubGlobal("location", { hash: "" });
  vi.stubGlobal("document", { hidden: false, addEventListener: vi.fn(), removeEventListener: vi.fn() });
  vi.stubGlobal("fetch", () => {
    throw new Error("a request left the device");
  });
  session.value = {
    staff: { uid: "staff", name: "山口", deeds: ["pick", "hand_over"] },
    store: { code: "S1", name: "渋谷店", time_zone: "Asia/Tokyo", issuer_name: "のれん商店" },
    register: { uid: "register", code: "01", name: "レジ1" },
    terms: { shop_name: "のれん", currency: "JPY", prices_include_tax: true, tenders: [] },
  } as unknown as Session;
  stand.value = { storeCode: "S1", storeName: "渋谷店", registerCode: "01", registerName: "レジ1" };
  await startTraining();
});
afterEach(async () => {
  unfollow();
  closeSales();
  await endTraining();
  session.value = null;
  finished.value = null;
  await Promise.all([database, practiceBook].flatMap(({ tables }) => tables.map((table) => table.clear())));
  vi.unstubAllGlobals();
});

/** Hands the practice pickup over for an amount in cash, with goods added. */
async function handOver(cashMinor: number, ...extra: string[]): Promise<void> {
  const sale = await saleAt(ORDER_UID);
  for (const code of extra) sale.add((await variantHere(code)) as never);
  sale.setPickupCode(PICKUP_CODE);
  await vi.waitFor(() => expect(sale.isPayable.value).toBe(true));
  await finish(sale, cashMinor);
}

test("a practice pickup is found, made ready and handed over on the device alone", async () => {
  await placePractice();
  const [waiting] = (await till.listPickups("open,ready")).pickups;
  expect(waiting).toMatchObject({ order_uid: ORDER_UID, status: "open", total_minor: 646, piece_count: 3 });

  const ready = await till.markReady(ORDER_UID);
  await handOver(1_000);

  expect(ready.status).toBe("ready");
  expect(practised.value).toMatchObject([{ kind: "hand_over", totalMinor: 646, tenderedMinor: 1_000 }]);
  expect(JSON.stringify(finished.value?.slip)).toContain("TRAINING");
  expect(await till.getOrder(ORDER_UID)).toMatchObject({ status: "completed", completed_channel: "till" });
  expect((await till.listPickups("open,ready")).pickups).toEqual([]);
  expect((await till.listPickups("handed_over,canceled")).pickups).toHaveLength(1);
  expect(await database.envelopes.count()).toBe(0);
  expect(await database.drafts.count()).toBe(0);
});

test("goods added at the counter are priced with those of the order", async () => {
  await placePractice();

  await handOver(806, RICE);

  const [sale] = practised.value;
  expect(sale?.totalMinor).toBe(806);
  expect(sale?.later?.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    [TEA, 2],
    [NOTEBOOK, 1],
    [RICE, 1],
  ]);
});

test.each(["RENSHU", "ren-shu", "ｒｅｎ ｓｈｕ"])(
  "the customer's code is found as %s, while the order is there",
  async (typed) => {
    const refused = await till.resolveCode(typed).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "code_unknown" });

    await placePractice();

    expect(await till.resolveCode(typed)).toMatchObject({ kind: "pickup", order: { uid: ORDER_UID } });
  },
);

test("orders that are not practice are not there, and what is not practised is refused in words", async () => {
  await placePractice();

  const away = [
    till.getOrder("0198c0de-0000-7000-8000-000000000000"),
    till.getSlip(ORDER_UID),
    till.rejectPickup(ORDER_UID, "x"),
    till.shortPick(ORDER_UID, "x", 0, "x"),
    till.quote({
      order_uid: "0198c0de-0000-7000-8000-000000000000",
      ...{ lines: [], coupon_codes: [], markdowns: [] },
    }),
  ];

  for (const asked of away) await expect(asked).rejects.toMatchObject({ code: "not_in_training" });
  expect(statusOfPickup()).toBe("placed");
});

test("a pickup is made ready once, and not after it was handed over", async () => {
  await placePractice();
  await handOver(646);

  await expect(till.markReady(ORDER_UID)).rejects.toMatchObject({ code: "not_in_training" });

  expect(statusOfPickup()).toBe("completed");
});

test("the exercise lets somebody order, and what is done about it leads through its steps", async () => {
  followExercise();
  const exercise = EXERCISES.find(({ code }) => code === "pickup") as Exercise;
  await startExercise(exercise);
  await vi.waitFor(() => expect(pickups.value?.map(({ order_uid }) => order_uid)).toEqual([ORDER_UID]));
  expect([openCount.value, fresh.value.size, exercising.value?.place]).toEqual([1, 0, 0]);

  await till.markReady(ORDER_UID);
  (await saleAt(ORDER_UID)).setPickupCode(PICKUP_CODE);
  expect(pickupSale.value?.place).toBe(ORDER_UID);
  await startExercise(exercise);

  expect(statusOfPickup()).toBe("placed");
  expect(pickupSale.value).toBeNull();
  expect(exercising.value?.place).toBe(0);
});
