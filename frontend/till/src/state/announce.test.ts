import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announce, announcement, hush, hushNews, hushPast, hushStep } from "./announce";

const UNDO = { undo: { words: "Put back", act: () => undefined } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  hush();
  vi.useRealTimers();
});

test("words that lead to the next screen are still shown there, older ones and ways back are not", () => {
  announce("A new member");
  hushPast();
  expect(announcement.value?.words).toBe("A new member");

  vi.advanceTimersByTime(1_500);
  hushPast();
  expect(announcement.value).toBeNull();

  announce("The list is empty now.", UNDO);
  hushPast();
  expect(announcement.value).toBeNull();
});

test("words go with the next step, ways back stay", () => {
  announce("Ready. The customer is told by mail.");
  hushStep(); // the tap that led to them
  expect(announcement.value).not.toBeNull();

  vi.advanceTimersByTime(1_500);
  hushStep();
  expect(announcement.value).toBeNull();

  announce("The list is empty now.", UNDO);
  vi.advanceTimersByTime(1_500);
  hushStep();
  expect(announcement.value?.undo).toBeDefined();
});

test("a refusal takes the words over it away, but no way back", () => {
  announce("A new member");
  hushNews();
  expect(announcement.value).toBeNull();

  announce("The list is empty now.", UNDO);
  hushNews();
  expect(announcement.value?.undo).toBeDefined();
});
