import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CategoriesPage, CouponsPage, GoodsPage, TermsPage } from "../api/shapes";
import { TillDatabase } from "../data/db";
import { newUid } from "../data/ids";
import { Assortment } from "./store";

let database: TillDatabase;
let assortment: Assortment;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
  assortment = new Assortment(database);
});
afterEach(() => database.delete());

type Row = GoodsPage["rows"][number];

function row(sku: string, name = "深煎りコーヒー豆", priceMinor = 980): Row {
  return [sku, null, name, "P1", "coffee", priceMinor, "food"];
}

function page(cursor: string, rows: Row[], about: Partial<GoodsPage> = {}): GoodsPage {
  return {
    part: "goods",
    starts_anew: false,
    has_more: false,
    cursor,
    as_of: "2026-07-04T01:00:00Z",
    total: null,
    rows,
    gone: [],
    ...about,
  };
}

const first = (cursor: string, rows: Row[], hasMore = false) =>
  page(cursor, rows, { starts_anew: true, has_more: hasMore, total: 2 });

test("a new device sells by what came so far", async () => {
  await assortment.take(first("c1", [row("A1")], true), "");

  expect((await assortment.find("A1"))?.priceMinor).toBe(980);
  expect(await assortment.count()).toBe(1);
  expect(await assortment.state("goods")).toMatchObject({
    live: null,
    building: 1,
    came: 1,
    total: 2,
    asOf: null,
  });
});

test("a page changes, adds and takes away, and is told when it was", async () => {
  await assortment.take(first("c1", [row("A1"), row("A2")]), "");

  await assortment.take(page("c2", [row("A1", "新", 500), row("A3")], { gone: ["A2", "A9"] }), "c1");

  expect((await assortment.find("A1"))?.priceMinor).toBe(500);
  expect(await assortment.find("A2")).toBeUndefined();
  expect((await assortment.find("a3"))?.code).toBe("A3");
  expect(await assortment.state("goods")).toMatchObject({ cursor: "c2", asOf: "2026-07-04T01:00:00Z" });
});

test("a page that was asked for with another cursor is left out", async () => {
  await assortment.take(first("c1", [row("A1")]), "");

  expect(await assortment.take(page("c9", [row("A2")]), "c0")).toBe(false);

  expect(await assortment.find("A2")).toBeUndefined();
  expect((await assortment.state("goods")).cursor).toBe("c1");
});

test("a page that cannot be kept leaves goods and cursor as they were, and comes again", async () => {
  await assortment.take(first("c1", [row("A1")]), "");
  const full = new DOMException("no room", "QuotaExceededError");
  vi.spyOn(database.parts, "put").mockImplementationOnce(() => Dexie.Promise.reject(full));
  const changes = page("c2", [row("A1", "新", 500)], { gone: ["A2"] });

  await expect(assortment.take(changes, "c1")).rejects.toThrow("no room");

  expect((await assortment.find("A1"))?.priceMinor).toBe(980);
  expect((await assortment.state("goods")).cursor).toBe("c1");
  expect(await assortment.take(changes, "c1")).toBe(true);
  expect((await assortment.find("A1"))?.priceMinor).toBe(500);
});

test("a device that was killed in the middle goes on where it was", async () => {
  await assortment.take(first("c1", [row("A1")], true), "");
  database.close();
  database = new TillDatabase(database.name);
  const again = new Assortment(database);

  await again.take(page("c2", [row("A2")]), (await again.state("goods")).cursor);

  expect(await again.count()).toBe(2);
  expect(await again.state("goods")).toMatchObject({ live: 1, building: null, cursor: "c2" });
});

test("what is told anew is built beside the goods in use, and takes their place with its last page", async () => {
  await assortment.take(first("c1", [row("A1"), row("OLD")]), "");

  await assortment.take(first("n1", [row("A1", "新", 500)], true), "c1");
  expect((await assortment.find("A1"))?.priceMinor).toBe(980);
  expect(await assortment.count()).toBe(2);
  await assortment.take(page("n2", [row("NEW")]), "n1");
  await assortment.sweep();

  expect((await assortment.find("A1"))?.priceMinor).toBe(500);
  expect(await assortment.find("OLD")).toBeUndefined();
  expect((await assortment.find("NEW"))?.code).toBe("NEW");
  expect(await database.goods.count()).toBe(2);
});

test("what was begun and begun anew again leaves nothing behind", async () => {
  await assortment.take(first("c1", [row("A1")]), "");
  await assortment.take(first("n1", [row("HALF")], true), "c1");
  await assortment.take(first("m1", [row("A2")], true), "n1");
  await assortment.sweep();
  expect((await assortment.find("A1"))?.code).toBe("A1");

  await assortment.take(page("m2", []), "m1");
  await assortment.sweep();

  expect(await database.goods.toArray()).toMatchObject([{ code: "A2", generation: 3 }]);
});

test("words are found while goods come, change, go and are told anew", async () => {
  const codes = async (words: string) => (await assortment.search(words)).map(({ code }) => code);
  await assortment.take(first("c1", [row("A1", "緑茶"), row("A2", "紅茶")]), "");
  expect(await codes("茶")).toEqual(["A1", "A2"]);

  await assortment.take(page("c2", [row("A1", "珈琲"), row("A3", "麦茶")], { gone: ["A2"] }), "c1");
  expect(await codes("茶")).toEqual(["A3"]);
  await assortment.take(first("n1", [row("A4", "番茶")], true), "c2");
  expect(await codes("茶")).toEqual(["A3"]);
  await assortment.take(page("n2", []), "n1");

  expect(await codes("茶")).toEqual(["A4"]);
});

test("a page that comes while the names are being read is in the search", async () => {
  await assortment.take(first("c1", [row("A1", "緑茶"), row("A2", "紅茶")]), "");

  const reading = assortment.search("茶");
  await assortment.take(page("c2", [row("A1", "珈琲")], { gone: ["A2"] }), "c1");
  await reading;

  expect(await assortment.search("茶")).toEqual([]);
  expect((await assortment.search("珈琲")).map(({ code }) => code)).toEqual(["A1"]);
});

const whole = { starts_anew: true, has_more: false, cursor: "c1", as_of: "2026-07-04T01:00:00Z", gone: [] };

test("categories name those above them, also when somebody made a ring of them", async () => {
  const rows: CategoriesPage["rows"] = [
    ["tea", "お茶", "drinks"],
    ["drinks", "飲み物", "food"],
    ["food", "食品", null],
    ["a", "甲", "b"],
    ["b", "乙", "a"],
  ];
  await assortment.take({ part: "categories", total: 5, rows, ...whole }, "");

  expect(await assortment.categoriesAbove("tea")).toEqual(["tea", "drinks", "food"]);
  expect(await assortment.categoriesAbove("a")).toEqual(["a", "b"]);
  expect(await assortment.categoriesAbove("unknown")).toEqual(["unknown"]);
});

test("a coupon is found as it is typed, and the terms are kept", async () => {
  const rule = { v: 1, benefit: { kind: "percent", percent_bp: 1_000 } };
  const rows: CouponsPage["rows"] = [
    ["AKI10", "秋", "code", rule, ["P1"], "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", null, 1],
  ];
  const terms = { shop_name: "のれん商店", rule_version: 1 } as TermsPage["rows"][number];
  await assortment.take({ part: "coupons", total: 1, rows, ...whole }, "");
  await assortment.take({ part: "terms", total: 1, rows: [terms], ...whole }, "");

  expect(await assortment.coupon(" ａki10 ")).toMatchObject({ rule, listed: ["P1"], customerLimit: 1 });
  expect(await assortment.terms()).toEqual(terms);
});
