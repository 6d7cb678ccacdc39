import { expect, test } from "vitest";
import { TEXTS } from "./texts";

const files = import.meta.glob<string>(
  ["./**/*.{ts,tsx}", "!./**/*.test.ts", "!./texts.ts", "!./api/schema.ts"],
  {
    query: "?raw",
    import: "default",
    eager: true,
  },
);
const SAID = Object.values(files).join("\n");

test("every text of the list is said somewhere", () => {
  expect(TEXTS.filter((text) => !SAID.includes(JSON.stringify(text)))).toEqual([]);
});

test("texts stand once, in the order of the alphabet", () => {
  const fold = (text: string) => text.toLowerCase();
  const sorted = [...new Set<string>(TEXTS)].sort((one, two) => (fold(one) < fold(two) ? -1 : 1));

  expect([...TEXTS].map(fold)).toEqual(sorted.map(fold));
});
