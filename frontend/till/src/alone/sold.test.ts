import { expect, test } from "vitest";
import type { Envelope } from "../data/db";
import { countedSales, type SoldAlone, withSold } from "./sold";

const LOADED = "2026-07-04T01:00:00Z";
const NEWER = "2026-07-04T02:00:00Z";

function sold(uid: string, syncedAt = LOADED): SoldAlone {
  return { uid, storeCode: "S001", registerCode: "1", totalMinor: 980, couponCodes: [], syncedAt };
}

function waiting(uid: string): Envelope {
  const later = { coupons: [{ code: "OFF" }], synced_at: LOADED };
  return { uid, storeCode: "S001", registerCode: "1", totalMinor: 980, later } as unknown as Envelope;
}

test("what was booked since the load counts beside what waits, each sale once", () => {
  const counted = countedSales([sold("booked"), sold("waits")], [waiting("waits")], LOADED);

  expect(counted.map(({ uid }) => uid)).toEqual(["waits", "booked"]);
  expect(counted[0]?.couponCodes).toEqual(["OFF"]);
});

test("a newer load begins anew, but for what still waits", () => {
  const counted = countedSales([sold("booked")], [waiting("waits")], NEWER);

  expect(counted.map(({ uid }) => uid)).toEqual(["waits"]);
});

test("what was sold before the newest load is forgotten with the next sale", () => {
  expect(withSold([sold("old")], sold("new", NEWER), NEWER).map(({ uid }) => uid)).toEqual(["new"]);
  expect(withSold([sold("same")], sold("same"), LOADED)).toHaveLength(1);
});
