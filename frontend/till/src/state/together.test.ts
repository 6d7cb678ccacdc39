import { expect, test } from "vitest";
import type { LastStep, Together } from "../api/shapes";
import { newsOf } from "./together";

const READY: LastStep = {
  what: "ready",
  staff_name: "山口",
  register_name: "レジ2",
  at: "2026-11-23T03:00:00Z",
  is_here: false,
};

function told(status: string, last: LastStep | null = null): Together {
  return { status, others: [], picked: [], last };
}

test("what was done before the screen was opened is no news", () => {
  expect(newsOf(told("ready", READY), null, "ready")).toEqual({ isChanged: false, step: null });
});

test("what another till did since is said, and the screen reads the order again", () => {
  const news = newsOf(told("ready", READY), told("placed"), "placed");

  expect(news).toEqual({ isChanged: true, step: READY });
});

test("what came between the screen's reading and its first word is said by the state", () => {
  expect(newsOf(told("ready", READY), null, "placed")).toEqual({ isChanged: true, step: READY });
});

test("a change that leaves the state as it was is news too", () => {
  const changed: LastStep = { ...READY, what: "changed", at: "2026-11-23T03:05:00Z" };

  expect(newsOf(told("placed", changed), told("placed", READY), "placed").step).toBe(changed);
  expect(newsOf(told("completed", changed), told("completed"), null)).toEqual({
    isChanged: true,
    step: changed,
  });
});

test("what the buyer did is read again, and said to be done by nobody on the staff", () => {
  const before: LastStep = { ...READY, what: "changed" };

  const nobodys = { isChanged: true, step: null };
  expect(newsOf(told("canceled", before), told("placed", before), "placed")).toEqual(nobodys);
  expect(newsOf(told("canceled", before), null, "placed")).toEqual(nobodys);
});

test("what was done here is said to nobody here", () => {
  const here = { ...READY, is_here: true };

  expect(newsOf(told("ready", here), told("placed"), "ready")).toEqual({ isChanged: false, step: null });
});
