import { expect, test } from "vitest";
import type { KeyWithGoods } from "../assortment/store";
import { byPage, hueOf } from "./quick_keys";

function key(page: string, sku: string): KeyWithGoods {
  return { key: { page, sku } } as KeyWithGoods;
}

test("pages stand in the order of their first key", () => {
  const pages = byPage([key("パン", "1"), key("袋", "2"), key("パン", "3")]);

  expect(pages.map(({ name, keys }) => [name, keys.map((one) => one.key.sku)])).toEqual([
    ["パン", ["1", "3"]],
    ["袋", ["2"]],
  ]);
});

test("a category has one of eight colours, always the same", () => {
  const hues = ["coffee", "bakery", "野菜", "", "bags"].map(hueOf);

  expect(hues).toEqual(["coffee", "bakery", "野菜", "", "bags"].map(hueOf));
  expect(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 8)).toBe(true);
  expect(new Set(hues).size).toBeGreaterThan(1);
});
