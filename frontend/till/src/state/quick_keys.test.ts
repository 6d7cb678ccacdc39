import { expect, test } from "vitest";
import type { KeyWithGoods } from "../assortment/store";
import { byPage, huesOf, type KeyPage } from "./quick_keys";

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

/** A page with a key for each of these categories, in this order. */
function page(...categories: string[]): KeyPage {
  return { name: "", keys: categories.map((category) => ({ goods: { category } }) as KeyWithGoods) };
}

test("a category has one of eight colours, the same on all pages", () => {
  const hues = huesOf([page("coffee", "bakery", "野菜"), page("", "coffee", "bags")]);

  expect([...hues.keys()]).toEqual(["coffee", "bakery", "野菜", "", "bags"]);
  expect([...hues.values()].every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 8)).toBe(true);
  expect(hues).toEqual(huesOf([page("coffee", "bakery", "野菜"), page("", "coffee", "bags")]));
});

test("categories of a page differ in colour though their names alone would have the same", () => {
  // "a", "i" and "q" are 97, 105 and 113: one colour by their names.
  const alone = ["a", "i", "q"].map((category) => huesOf([page(category)]).get(category));
  expect(new Set(alone).size).toBe(1);

  const hues = huesOf([page("a", "i", "q", "i")]);

  expect(new Set(hues.values()).size).toBe(3);
  expect(hues.get("a")).toBe(alone[0]);
});

test("categories that share no page may share a colour", () => {
  const hues = huesOf([page("a"), page("i")]);

  expect(hues.get("a")).toBe(hues.get("i"));
});

test("of more categories than colours, one has that of the key that is farthest away", () => {
  const categories = "abcdefghi".split("");

  const hues = huesOf([page(...categories)]);

  expect(new Set(categories.slice(0, 8).map((category) => hues.get(category))).size).toBe(8);
  expect(hues.get("i")).toBe(hues.get("a"));
});
