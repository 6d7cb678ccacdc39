import { expect, test } from "vitest";
import { codeOf, type Sighting, Sightings } from "./sightings";

const ean: Sighting = { text: "4901234567894", format: "EAN13", mark: "]E0" };
const milk: Sighting = { text: "2000001000446", format: "EAN13", mark: "]E0" };
const carton: Sighting = { text: "14901234567891", format: "ITF", mark: "]I1" };

test("a code that stays in sight is one scan, however long", () => {
  const sightings = new Sightings();

  const taken = [0, 400, 1_800, 3_200, 4_600].map((at) => sightings.take([ean], at));

  expect(taken).toEqual([[ean.text], [], [], [], []]);
});

test("a code that was out of sight for longer than 1.5 s is a scan again", () => {
  const sightings = new Sightings();
  sightings.take([ean], 0);

  expect(sightings.take([ean], 1_500)).toEqual([]);
  expect(sightings.take([], 2_000)).toEqual([]);
  expect(sightings.take([ean], 3_001)).toEqual([ean.text]);
});

test("another code is a scan at once, beside the first and after it", () => {
  const sightings = new Sightings();

  expect(sightings.take([ean, milk], 0)).toEqual([ean.text, milk.text]);
  expect(sightings.take([milk], 100)).toEqual([]);
});

test("a kind of code that may be a piece of another is taken when it is seen twice", () => {
  const sightings = new Sightings();

  expect(sightings.take([carton], 0)).toEqual([]);
  expect(sightings.take([], 100)).toEqual([]);
  expect(sightings.take([carton], 200)).toEqual([]);
  expect(sightings.take([carton], 300)).toEqual([carton.text]);
  expect(sightings.take([carton], 400)).toEqual([]);
});

test("a code of GS1 keeps its mark, every other is its text", () => {
  expect(codeOf({ text: "0104901234567894", format: "DataMatrix", mark: "]d2" })).toBe("]d20104901234567894");
  expect(codeOf({ text: "https://a.example/", format: "QRCode", mark: "]Q1" })).toBe("https://a.example/");
  expect(codeOf(ean)).toBe(ean.text);
});
