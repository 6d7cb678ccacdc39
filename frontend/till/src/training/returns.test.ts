import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ReturnBody, Session } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { database } from "../state/device";
import { session } from "../state/session";
import { endTraining, startTraining } from "./enter";
import { PRACTICE_MARK } from "./mark";
import { askedBack, piecesBack, practiceReturns, sellPractice } from "./returns";
import { NOTEBOOK, RECEIPT, SALE_UID, TEA } from "./shelf";
import { practiceBook } from "./world";

beforeEach(async () => {
  vi.stubGlobal("location", { hash: "" });
  vi.stubGlobal("fetch", () => {
    throw new Error("a request left the device");
  });
  session.value = {
    staff: { uid: "staff", name: "山口", deeds: ["return_goods"] },
    store: {
      code: "S1",
      name: "渋谷店",
      time_zone: "Asia/Tokyo",
      issuer_name: "のれん商店",
      issuer_number: "T1234567890123",
    },
    register: { uid: "register", code: "01", name: "レジ1" },
    terms: { shop_name: "のれん", currency: "JPY", prices_include_tax: true, tenders: [] },
  } as unknown as Session;
  await startTraining();
  await sellPractice();
});
afterEach(async () => {
  await endTraining();
  session.value = null;
  await Promise.all([database, practiceBook].flatMap(({ tables }) => tables.map((table) => table.clear())));
  vi.unstubAllGlobals();
});

/** Pieces of the practice sale by SKU, as the screen sends them. */
async function wish(
  pieces: Record<string, number>,
): Promise<Pick<ReturnBody, "order_uid" | "lines" | "goods">> {
  const { lines } = await till.getReturnable(SALE_UID);
  const back = lines.flatMap(({ uid, sku }) =>
    pieces[sku] ? [{ line_uid: uid, quantity: pieces[sku], condition: "resalable" as const, note: "" }] : [],
  );
  return { order_uid: SALE_UID, lines: back, goods: [] };
}

async function takeBack(pieces: Record<string, number>) {
  const body = {
    ...(await wish(pieces)),
    uid: newUid(),
    reason: "間違い",
    expected_minor: 0,
    references: [],
  };
  return till.takeBack({ ...body, approval_uid: null });
}

test("the practice sale is found by its receipt alone, and one of its goods comes back in cash", async () => {
  const found = await till.findReturnable(RECEIPT);
  expect(found).toMatchObject({ named: "sale", sales: [{ uid: SALE_UID, total_minor: 488 }] });
  expect(await till.quoteReturn(await wish({ [NOTEBOOK]: 1 }))).toMatchObject({
    total_minor: 330,
    cash_minor: 330,
    taxes: [{ rate_bp: 1_000, net_minor: 300, tax_minor: 30, gross_minor: 330 }],
    is_full: false,
  });
  expect(askedBack.value).toEqual({ [NOTEBOOK]: 1 });

  const done = await takeBack({ [NOTEBOOK]: 1 });

  expect(done.booked).toMatchObject({ total_minor: 330, reason: "間違い", number: PRACTICE_MARK });
  expect(done.booked.refunds).toMatchObject([{ provider: "cash", amount_minor: 330 }]);
  expect(piecesBack()).toEqual({ [NOTEBOOK]: 1 });
  expect((await till.getReturnable(SALE_UID)).lines.map(({ left_quantity }) => left_quantity)).toEqual([
    1, 0,
  ]);
  expect(await database.envelopes.count()).toBe(0);
});

test("the paper of a practice return says so above and below, without number or registration, also printed again", async () => {
  const { receipt } = await takeBack({ [NOTEBOOK]: 1 });

  const again = await till.printReceipt(receipt.number);

  for (const { slip } of [receipt, again]) {
    expect([slip.number, slip.marks[0]?.words]).toEqual([PRACTICE_MARK, PRACTICE_MARK]);
    expect(slip.notes.at(-1)).toContain(PRACTICE_MARK);
    expect(slip.total.value).toContain("330");
    expect(slip.facts.at(-1)?.value).toBe("間違い");
    expect(JSON.stringify(slip)).not.toContain("T1234567890123");
    expect(slip.link).toBe("");
  }
});

test("no more comes back than was sold", async () => {
  await takeBack({ [NOTEBOOK]: 1 });

  await expect(takeBack({ [NOTEBOOK]: 1 })).rejects.toMatchObject({ code: "returned_already" });
  await expect(takeBack({ [TEA]: 2 })).rejects.toMatchObject({ code: "returned_already" });

  expect(practiceReturns.value).toHaveLength(1);
});

test("what was given back in cash is missing in the practice drawer, and stands in its report", async () => {
  const { uid } = await till.openShift({ uid: newUid(), counts: [{ value_minor: 1_000, pieces: 1 }] });
  await takeBack({ [NOTEBOOK]: 1 });

  const { report } = await till.checkShift(uid, { uid: newUid(), counts: null, tenders: [] });

  expect(report?.cash).toMatchObject({ refunded_minor: 330, expected_minor: 670 });
  expect(report).toMatchObject({ returns: { count: 1, minor: 330 }, total_minor: -330 });
  expect(report?.taxes).toEqual([{ rate_bp: 1_000, net_minor: -300, tax_minor: -30, gross_minor: -330 }]);
  expect(report?.tenders).toEqual([{ provider: "cash", taken_minor: 0, given_back_minor: 330, name: "" }]);
});

test("real receipts, sales and goods without a sale are not part of it", async () => {
  const uid = "0198c0de-0000-7000-8000-000000000000";
  const goods = [{ sku: TEA, quantity: 1, condition: "resalable" as const, note: "" }];

  await expect(till.findReturnable("S1-01-000123")).rejects.toMatchObject({ code: "code_unknown" });
  await expect(till.getReturnable(uid)).rejects.toMatchObject({ code: "not_in_training" });
  await expect(till.getReceipt("S1-01-000123")).rejects.toMatchObject({ code: "not_in_training" });
  await expect(till.quoteReturn({ order_uid: null, lines: [], goods })).rejects.toMatchObject({
    code: "not_in_training",
  });
  await expect(till.mailReceipt(PRACTICE_MARK, "a@example.com")).rejects.toMatchObject({
    code: "not_in_training",
  });
  expect(practiceReturns.value).toEqual([]);
});
