import { expect, test } from "vitest";
import { countFound, storesFor } from "./stores";

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
