import { expect, test } from "vitest";
import { foldWords, WordIndex } from "./words";

function indexOf(...names: string[]): WordIndex {
  const index = new WordIndex();
  names.forEach((name, place) => {
    index.put({ code: `A${place}`, name });
  });
  return index;
}

test("width, case, accents and the kind of kana do not count", () => {
  const same = ["コーヒー", "ｺｰﾋｰ", "こーひー"].map(foldWords);

  expect(new Set(same).size).toBe(1);
  expect(foldWords("Ｃａｆé ガギ")).toBe("cafe がぎ");
});

test("goods are found by any part of a name, and by all words in any order", () => {
  const index = indexOf("深煎りコーヒー豆 200g", "コーヒーカップ 白", "紅茶 200g");

  expect(index.find("ヒー")).toEqual(["A0", "A1"]);
  expect(index.find("200g こーひー")).toEqual(["A0"]);
  expect(index.find("豆腐")).toEqual([]);
  expect(index.find("a2")).toEqual(["A2"]);
  expect(index.find("  ")).toEqual([]);
});

test("names that begin with the first word come first, and no more than are shown", () => {
  const index = indexOf("緑茶", "ほうじ茶", "茶こし", "茶碗");

  expect(index.find("茶")).toEqual(["A2", "A3", "A0", "A1"]);
  expect(index.find("茶", 3)).toEqual(["A2", "A3", "A0"]);
});

test("goods that go and get another name are found no more by the old one", () => {
  const index = indexOf("緑茶", "紅茶", "麦茶");

  index.remove("A0");
  index.remove("A0");
  index.remove("unknown");
  index.put({ code: "A1", name: "珈琲" });

  expect(index.find("茶")).toEqual(["A2"]);
  expect(index.find("珈琲")).toEqual(["A1"]);
  expect(index.size).toBe(2);
  index.remove("A2");
  index.remove("A1");
  expect([index.find("茶"), index.size]).toEqual([[], 0]);
});

test("92,331 names are searched in less than 50 ms a keystroke", () => {
  const index = new WordIndex();
  const kinds = [
    "深煎りコーヒー豆",
    "ほうじ茶ティーバッグ",
    "有機オリーブオイル",
    "国産はちみつ",
    "米粉クッキー",
  ];
  for (let number = 0; number < 92_331; number += 1) {
    const name = `${kinds[number % 5]} ${number % 977}番 ${number % 7}00g`;
    index.put({ code: `${100_000 + number}`, name });
  }
  const typed = [
    "は",
    "はち",
    "はちみつ",
    "はちみつ 9",
    "はちみつ 97",
    "みつ 976",
    "ない言葉",
    "192330",
    "z",
  ];
  for (const words of typed) index.find(words);

  const slowest = Math.max(
    ...typed.map((words) => {
      // The best of three: what else the machine does at that moment is not the search's.
      const times = [0, 1, 2].map(() => {
        const began = performance.now();
        index.find(words);
        return performance.now() - began;
      });
      return Math.min(...times);
    }),
  );

  expect(index.find("192330")).toEqual(["192330"]);
  expect(slowest).toBeLessThan(50);
});
