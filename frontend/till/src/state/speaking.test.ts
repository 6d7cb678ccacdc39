import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotConnected } from "../api/problem";
import type { Session, Together } from "../api/shapes";
import * as till from "../api/till";
import { session } from "./session";
import { type Speaking, speakOf } from "./speaking";

const ALONE: Together = { status: "placed", others: [], picked: [], last: null };
const BESIDE: Together = {
  ...ALONE,
  others: [{ register_name: "レジ2", store_name: "", staff_name: "山口", doing: "pickup", seen_at: "" }],
};
const OPEN = { uid: "order-1", doing: "pickup", ticks: null } as const;
const page = Object.assign(new EventTarget(), { hidden: false });
let speaking: Speaking | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", page);
  page.hidden = false;
  session.value = { staff: { deeds: [] } } as unknown as Session;
  vi.spyOn(till, "tellLeft").mockResolvedValue();
});

afterEach(async () => {
  speaking?.stop();
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("it is said every ten seconds, and every two while somebody else has it open", async () => {
  const tell = vi.spyOn(till, "tellOpen").mockResolvedValue(ALONE);
  speaking = speakOf(OPEN, () => undefined);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(tell).toHaveBeenCalledTimes(1);

  tell.mockResolvedValue(BESIDE);
  await vi.advanceTimersByTimeAsync(200);
  expect(tell).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(2_000);

  expect(tell).toHaveBeenCalledTimes(3);
});

test("a page that nobody sees says nothing, and speaks as soon as it is seen again", async () => {
  const tell = vi.spyOn(till, "tellOpen").mockResolvedValue(ALONE);
  speaking = speakOf(OPEN, () => undefined);
  await vi.advanceTimersByTimeAsync(100);
  page.hidden = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tell).toHaveBeenCalledTimes(1);

  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(0);

  expect(tell).toHaveBeenCalledTimes(2);
});

test("without an answer it goes on asking, and tells nobody anything wrong", async () => {
  const tell = vi.spyOn(till, "tellOpen").mockRejectedValueOnce(new NotConnected()).mockResolvedValue(ALONE);
  const heard: Together[] = [];
  speaking = speakOf(OPEN, (told) => heard.push(told));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([]);

  await vi.advanceTimersByTimeAsync(10_000);

  expect(tell).toHaveBeenCalledTimes(2);
  expect(heard).toEqual([ALONE]);
});

test("who leaves says so after what is on its way, and hears nothing more", async () => {
  let answer: (told: Together) => void = () => undefined;
  vi.spyOn(till, "tellOpen").mockReturnValue(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const heard: Together[] = [];
  speaking = speakOf(OPEN, (told) => heard.push(told));
  await vi.advanceTimersByTimeAsync(0);

  speaking.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(till.tellLeft).not.toHaveBeenCalled();
  answer(BESIDE);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(till.tellLeft).toHaveBeenCalledExactlyOnceWith("order-1", "pickup");
  expect(heard).toEqual([]);
});
