import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { variantHere } from "../alone/find_here";
import type { Session, Shift } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { asPractice, sheetDocument } from "../printer/document";
import { reportBlocks } from "../shift/report_blocks";
import { database, stand } from "../state/device";
import { finish, finished } from "../state/finishing";
import { unfollow } from "../state/pickups";
import { closeSales, counterSale, openCounter } from "../state/sales";
import { session } from "../state/session";
import { countUnsent } from "../state/shift";
import { loseNetwork } from "./away";
import { practiceShifts } from "./drawer";
import { endTraining, restoreTraining, startTraining } from "./enter";
import { exercising, offered, startExercise } from "./exercising";
import { forgetKept } from "./kept";
import { PRACTICE_MARK } from "./mark";
import { RICE, TEA } from "./shelf";
import { practiceBook, training } from "./world";

const CARD = { code: "card", name: "カード", form: "terminal", rest: "refused", is_counted: true };
const DEEDS = ["open_shift", "move_cash", "check_shift", "close_shift"];
const MORNING = [
  { value_minor: 1_000, pieces: 3 },
  { value_minor: 500, pieces: 2 },
  { value_minor: 100, pieces: 4 },
];

beforeEach(async () => {
  vi.stubGlobal("location", { hash: "" });
  vi.stubGlobal("document", { hidden: true, addEventListener: vi.fn(), removeEventListener: vi.fn() });
  vi.stubGlobal("fetch", () => {
    throw new Error("a request left the device");
  });
  session.value = {
    staff: { uid: "staff", name: "山口", deeds: DEEDS },
    store: { code: "S1", name: "渋谷店", time_zone: "Asia/Tokyo", issuer_name: "のれん商店" },
    register: { uid: "register", code: "01", name: "レジ1" },
    terms: { shop_name: "のれん", currency: "JPY", prices_include_tax: true, tenders: [CARD] },
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

const open = () => till.openShift({ uid: newUid(), counts: MORNING });

async function sell(cashMinor: number, ...codes: string[]): Promise<void> {
  await openCounter();
  const sale = counterSale.value;
  for (const code of codes) sale?.add((await variantHere(code)) as never);
  await vi.waitFor(() => expect(sale?.isPayable.value).toBe(true));
  if (sale) await finish(sale, cashMinor);
}

test("a practice drawer is counted, moved, checked and closed, and nothing of it is kept among real things", async () => {
  const { uid, opening_minor } = await open();
  await till.moveCash(uid, { uid: newUid(), purpose: "petty", amount_minor: 500, reason: "切手" });
  const looked = await till.checkShift(uid, {
    uid: newUid(),
    counts: [{ value_minor: 1_000, pieces: 4 }],
    tenders: [],
  });
  const told = await till.closeShift(uid, [{ value_minor: 1_000, pieces: 3 }], [], "不明");

  expect(opening_minor).toBe(4_400);
  expect(looked.checks[0]).toMatchObject({ expected_minor: 3_900, difference_minor: 100 });
  expect(told).toMatchObject({
    expected_minor: 3_900,
    counted_minor: 3_000,
    difference_minor: -900,
    reason: "不明",
  });
  expect(told.report?.cash).toMatchObject({ moved_in_minor: 0, moved_out_minor: 500, expected_minor: 3_900 });
  expect(await till.readShiftDesk()).toMatchObject({ shift: null, left_minor: 3_000 });
  expect((await database.notes.toArray()).map(({ name }) => name)).toEqual(["training"]);
});

test("an exchange and cash put in move what should be there as they should", async () => {
  const { uid } = await open();
  await till.moveCash(uid, { uid: newUid(), purpose: "exchange", amount_minor: 1_000, reason: "両替" });
  await till.moveCash(uid, { uid: newUid(), purpose: "change", amount_minor: 300, reason: "補充" });

  const { shift } = await till.readShiftDesk();

  expect(shift?.moves.map(({ delta_minor }) => delta_minor)).toEqual([0, 300]);
  expect(shift?.report?.cash.expected_minor).toBe(4_700);
});

test("practice sales of the shift are in its drawer, those before it are not", async () => {
  await sell(158, TEA);
  await new Promise((later) => setTimeout(later, 5));
  const { uid } = await open();
  await sell(1_000, TEA, RICE);
  await openCounter();
  const sale = counterSale.value;
  sale?.add((await variantHere(RICE)) as never);
  await vi.waitFor(() => expect(sale?.isPayable.value).toBe(true));
  sale?.setTenders([{ uid: newUid(), provider: "card", amountMinor: 160, reference: "1", pieces: null }]);
  if (sale) await finish(sale, 0);

  const { report } = await till.closeShift(
    uid,
    MORNING,
    [{ provider: "card", counted_minor: 150, pieces: null }],
    "不明",
  );

  expect(report).toMatchObject({ sales: { count: 2, minor: 478 }, total_minor: 478, receipts: 2 });
  expect(report?.cash).toMatchObject({ opening_minor: 4_400, taken_minor: 318, expected_minor: 4_718 });
  expect(report?.taxes).toEqual([{ rate_bp: 800, net_minor: 444, tax_minor: 34, gross_minor: 478 }]);
  expect(report?.tenders.map((each) => [each.provider, each.taken_minor])).toEqual([
    ["card", 160],
    ["cash", 318],
  ]);
  expect(report?.held).toMatchObject([{ provider: "card", expected_minor: 160, difference_minor: -10 }]);
});

test("the practice shift is there after a reload, and gone when training ends", async () => {
  await open();
  forgetKept();
  training.value = null;
  expect(practiceShifts.value).toEqual([]);

  await restoreTraining();
  expect((await till.readShiftDesk()).shift?.opening_minor).toBe(4_400);
  await endTraining();

  expect(practiceShifts.value).toEqual([]);
  expect(await practiceBook.notes.count()).toBe(0);
});

test("a shift is not opened over an open one, and nothing moves in a closed one", async () => {
  const { uid } = await open();
  await expect(open()).rejects.toMatchObject({ code: "not_in_training" });
  await till.closeShift(uid, MORNING, [], "");

  const late = till.moveCash(uid, { uid: newUid(), purpose: "petty", amount_minor: 1, reason: "x" });

  await expect(late).rejects.toMatchObject({ code: "not_in_training" });
  await expect(till.getShift(newUid())).rejects.toMatchObject({ code: "not_in_training" });
  expect(practiceShifts.value.map(({ moves }) => moves)).toEqual([[]]);
});

test("a practice sale that waits keeps the practice shift open, a real one does not", async () => {
  const [storeCode, registerCode, madeAt] = ["S1", "01", "2026-07-04T01:00:00Z"];
  await database.envelopes.put({ uid: "real", storeCode, registerCode, madeAt, queuedAt: madeAt } as never);
  expect(await countUnsent()).toBe(0);

  await openCounter();
  counterSale.value?.add((await variantHere(TEA)) as never);
  await vi.waitFor(() => expect(counterSale.value?.isPayable.value).toBe(true));
  loseNetwork();
  if (counterSale.value) await finish(counterSale.value, 158);

  expect(await countUnsent()).toBe(1);
});

test("the papers of a practice drawer say so above and below, and once", async () => {
  const { uid } = await open();
  const { checks, ...looked } = await till.checkShift(uid, { uid: newUid(), counts: null, tenders: [] });
  const told = await till.closeShift(uid, MORNING, [], "");

  for (const blocks of [reportBlocks({ ...looked, checks } as Shift, checks[0]), reportBlocks(told)]) {
    const paper = asPractice(sheetDocument(blocks));
    const texts =
      paper.kind === "sheet" ? paper.blocks.flatMap((one) => ("text" in one ? one.text : [])) : [];
    expect(texts[0]).toBe(PRACTICE_MARK);
    expect(texts.at(-1)).toContain(PRACTICE_MARK);
    expect(texts.filter((text) => text.includes(PRACTICE_MARK))).toHaveLength(2);
  }
});

test("an exercise begins with a drawer that nobody opened, and is offered to who may do it for real", async () => {
  await open();
  const drawer = offered.value.find(({ code }) => code === "drawer");
  if (!drawer) throw new Error("not offered");

  await startExercise(drawer);

  expect(practiceShifts.value).toEqual([]);
  expect(exercising.value?.place).toBe(0);
  session.value = { ...session.value, staff: { uid: "staff", name: "山口", deeds: ["open_shift"] } } as never;
  expect(offered.value.map(({ code }) => code)).not.toContain("drawer");
});
