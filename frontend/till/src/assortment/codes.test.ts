import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import vectors from "../../../../src/noren/catalog/vectors/codes.json";
import type { GoodsPage } from "../api/shapes";
import { TillDatabase } from "../data/db";
import { newUid } from "../data/ids";
import { codeIn } from "./codes";
import { Assortment } from "./store";

let database: TillDatabase;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
});
afterEach(() => database.delete());

test("every code of the vectors finds on the device what it names on the server", async () => {
  const assortment = new Assortment(database);
  const page: GoodsPage = {
    part: "goods",
    starts_anew: true,
    has_more: false,
    cursor: "c1",
    as_of: "2026-07-04T01:00:00Z",
    total: vectors.goods.length,
    rows: vectors.goods.map(({ sku, gtin }) => [sku, gtin, "豆", "P1", "c", 100, "food"]),
    gone: [],
  };
  await assortment.take(page, "");

  const found: Record<string, string | null> = {};
  for (const { typed, why } of vectors.codes) found[why] = (await assortment.find(typed))?.code ?? null;

  expect(found).toEqual(Object.fromEntries(vectors.codes.map(({ why, sku }) => [why, sku])));
});

test.each([
  ["4901234567894", "4901234567894"],
  ["https://shop.example/r?x=1&code=AB-12#top", "AB-12"],
  ["https://shop.example/goods/100042/", "100042"],
  ["https://shop.example", ""],
  ["://nothing", "://nothing"],
])("the code in %s is %s", (scanned, code) => {
  expect(codeIn(scanned)).toBe(code);
});
