import { expect, test } from "vitest";
import type { Envelope } from "../data/db";
import { countFound, isListed, listedOf, storesFor } from "./stores";

const STORES = [
  { code: "S001", name: "渋谷店", registers: [] },
  { code: "S002", name: "ＫＩＴＴＥ丸の内店", registers: [] },
];

test.each([
  ["渋", ["S001"]],
  ["s002", ["S002"]],
  ["kitte", ["S002"]],
  ["", ["S001", "S002"]],
  ["札幌", []],
])("%s finds %j", (words, codes) => {
  expect(storesFor(STORES, words).map((store) => store.code)).toEqual(codes);
});

test.each([
  ["", null],
  ["　 ", null],
  ["店", 2],
  ["札幌", 0],
])("the count after “%s” was typed is %j", (words, count) => {
  expect(countFound(STORES, words)).toBe(count);
});

test.each([
  ["S001", "02", { storeCode: "S001", registerCode: "02" }, true],
  ["S001", "09", { storeCode: "S001", registerCode: "" }, false],
  ["S009", "02", { storeCode: "", registerCode: "" }, false],
])(
  "register %s-%s is found as %j, and a sale of it settles the choice: %s",
  (storeCode, registerCode, found, is) => {
    const registers = [{ uid: "0199", code: "02", name: "レジ2" }];
    const stores = [{ code: "S001", name: "渋谷店", registers }];

    expect(listedOf(stores, { storeCode, registerCode })).toEqual(found);
    expect(isListed(stores, { storeCode, registerCode } as Envelope)).toBe(is);
  },
);

test("without a sale that waits, the choice is free", () => {
  expect(isListed(STORES, null)).toBe(false);
  expect(listedOf(STORES, null)).toEqual({ storeCode: "", registerCode: "" });
});
