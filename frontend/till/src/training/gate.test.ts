import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerInside, configureClient, isConnected } from "../api/client";
import { Problem } from "../api/problem";
import * as till from "../api/till";
import { answerPractice } from "./counter";
import { saysTraining } from "./gate";

/** Stands for any argument of any call: a signal to stop, a body, a number or a word. */
const ANYTHING = Object.assign(new AbortController().signal, {
  lines: [],
  [Symbol.toPrimitive]: (hint: string) => (hint === "number" ? 1_000 : "x"),
});
/** Calls that may leave in training, by name: reading that shows no customer, who is here, the device, and real sales that wait. */
const LEAVING = [
  "listStaff",
  "listStores",
  "offlineTerms",
  "readFeed",
  "reportDevice",
  "sendLater",
  "sendStopped",
  "signIn",
  "signOut",
  "switchStaff",
  "whoAmI",
];

let sent: string[];

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  configureClient("", () => undefined);
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    sent.push(`${method} ${url}`);
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
});
afterEach(() => {
  answerInside(null);
  isConnected.value = true;
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Calls it with something for each argument, and says which requests left the device. */
async function requestsOf(name: string): Promise<string[]> {
  sent = [];
  const call = (till as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
  const path = name === "sendEnvelope" ? "/sales" : ANYTHING;
  const work = Promise.resolve(call?.(path, ANYTHING, ANYTHING)).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  await work;
  return sent;
}

const calls = Object.entries(till).flatMap(([name, one]) => (typeof one === "function" ? [name] : []));

test.each(calls)("%s asks the server while the till sells", async (name) => {
  expect(await requestsOf(name)).toHaveLength(1);
});

test.each(calls)("%s leaves the device in training only where it is named", async (name) => {
  answerInside(answerPractice);

  expect(await requestsOf(name)).toHaveLength(LEAVING.includes(name) ? 1 : 0);
});

test("a deed of training is refused in words, and is not tried again", async () => {
  answerInside(answerPractice);

  const refusal = await till.voidSale("u", "", null, []).catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(Problem);
  expect((refusal as Problem).code).toBe("not_in_training");
  expect(sent).toEqual([]);
});

test.each([true, false])("what says that it is practice never leaves (training: %s)", async (isTraining) => {
  answerInside(isTraining ? answerPractice : null);
  const envelope = { uid: "u", is_training: true } as never;

  await expect(till.sendLater([envelope])).rejects.toThrow("practice may not leave");

  expect(sent).toEqual([]);
});

test("real sales that wait are sent from training, without the screens seeing whether they were answered", async () => {
  answerInside(answerPractice);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));

  await till.sendLater([{ uid: "u", is_training: false } as never]).catch(() => undefined);

  expect(isConnected.value).toBe(true);
});

test.each([
  [{ is_training: true }, true],
  [[{}, { later: { is_training: true } }], true],
  [{ is_training: false, lines: [null, 1, "is_training"] }, false],
  [undefined, false],
])("practice is known wherever a body says so: %j", (body, isPractice) => {
  expect(saysTraining(body)).toBe(isPractice);
});
