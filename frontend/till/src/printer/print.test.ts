import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Slip } from "../api/shapes";
import { PRACTICE_MARK } from "../training/mark";
import { training } from "../training/world";
import { chosen } from "./chosen";
import { sheetDocument, slipDocument } from "./document";
import { leaveIt, openDrawer, openDrawerForCash, outcome, printByBrowser, printOut, tryAgain } from "./print";

const PAGE = sheetDocument([{ kind: "words", text: "豆" }]);

interface Asked {
  method: string;
  path: string;
  job: { id: string; document: unknown; opens_drawer: boolean; reason: string } | null;
}

let asked: Asked[];
let answers: (unknown[] | null)[];
const byBrowser = vi.fn(async () => undefined);

/** The bridge answers each question with the next of these: a status and what it says, or null for no answer. */
function bridgeSays(...told: (unknown[] | null)[]): void {
  answers = told;
}

function told(state: string, why = ""): [number, object] {
  return [200, { id: "", printer: "counter", state, why }];
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  byBrowser.mockClear();
  outcome.value = null;
  chosen.value = { port: 9180, token: "secret", name: "counter", opensDrawer: true };
  vi.stubGlobal("fetch", async (address: string, { method, body }: RequestInit) => {
    const path = new URL(address).pathname.replace(/[0-9a-f-]{36}/, "ID");
    asked.push({ method: String(method), path, job: body ? JSON.parse(String(body)) : null });
    const next = answers.shift();
    if (!next) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(next[1]), { status: Number(next[0]) });
  });
});

afterEach(() => {
  training.value = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("without a bridge the browser prints, and no drawer opens", async () => {
  chosen.value = null;

  await printOut(PAGE, byBrowser);
  await openDrawerForCash(100, "7K2M");

  expect(byBrowser).toHaveBeenCalledTimes(1);
  expect(asked).toEqual([]);
});

test("what is on paper leaves no trouble behind", async () => {
  bridgeSays(told("printed"));

  await printOut(PAGE, byBrowser);

  expect(outcome.value).toBeNull();
  expect(byBrowser).not.toHaveBeenCalled();
});

test("a bridge that is away is tried again under the same id", async () => {
  bridgeSays(null, told("printed"));

  await printOut(PAGE, byBrowser);
  expect(outcome.value).toMatchObject({ trouble: "away" });
  await tryAgain();

  expect(outcome.value).toBeNull();
  expect(asked.map(({ job }) => job?.id)).toEqual([asked[0]?.job?.id, asked[0]?.job?.id]);
});

test("paper that is missing is told until it is on paper", async () => {
  bridgeSays(told("waiting", "paper_out"), told("waiting", "paper_out"), told("printed"));

  await printOut(PAGE, byBrowser);
  expect(outcome.value).toMatchObject({ trouble: "waiting", why: "paper_out" });
  await vi.advanceTimersByTimeAsync(1_600);
  expect(outcome.value).toMatchObject({ trouble: "waiting" });
  await vi.advanceTimersByTimeAsync(1_600);

  expect(outcome.value).toBeNull();
});

test("the browser prints what was called off, and not what the printer has begun", async () => {
  bridgeSays(told("waiting", "paper_out"), told("called_off"));
  await printOut(PAGE, byBrowser);
  await printByBrowser();
  expect(byBrowser).toHaveBeenCalledTimes(1);
  expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "/jobs/ID" });

  await vi.advanceTimersByTimeAsync(2_000);
  expect(outcome.value).toBeNull();
  byBrowser.mockClear();
  bridgeSays(told("waiting", "paper_out"), told("printed"));
  await printOut(PAGE, byBrowser);
  await printByBrowser();

  expect(byBrowser).not.toHaveBeenCalled();
  expect(outcome.value).toBeNull();
});

test("a job that is left is called off", async () => {
  bridgeSays(told("waiting", "cover_open"), told("called_off"));
  await printOut(PAGE, byBrowser);

  await leaveIt();
  await vi.advanceTimersByTimeAsync(2_000);

  expect(asked[1]).toMatchObject({ method: "DELETE" });
  expect(outcome.value).toBeNull();
});

test("a printer that stopped half-way is not sent the job again by itself", async () => {
  bridgeSays(told("unsure"));

  await printOut(PAGE, byBrowser);
  await vi.advanceTimersByTimeAsync(10_000);

  expect(outcome.value).toMatchObject({ trouble: "unsure" });
  expect(asked).toHaveLength(1);
});

test("a refusal is told with its code", async () => {
  bridgeSays([401, { code: "not_paired", message: "" }]);

  await printOut(PAGE, byBrowser);

  expect(outcome.value).toMatchObject({ trouble: "refused", why: "not_paired" });
});

test("the drawer opens for cash by itself, unless this device does not", async () => {
  bridgeSays(told("printed"));
  await openDrawerForCash(0, "7K2M");
  await openDrawerForCash(100, "7K2M");
  chosen.value = { port: 9180, token: "secret", name: "counter", opensDrawer: false };
  await openDrawerForCash(100, "7K2M");

  expect(asked.map(({ job }) => job)).toMatchObject([{ document: null, opens_drawer: true, reason: "7K2M" }]);
});

/** A receipt with these words at its top. */
function slip(...marks: string[]): Slip {
  const rows = { facts: [], goods: [], sums: [], taxes: [], tenders: [], points: [] };
  const total = { name: "合計", value: "¥158" };
  return { ...rows, total, marks: marks.map((words) => ({ words, detail: "" })) } as unknown as Slip;
}

test.each([
  ["a sheet", PAGE],
  ["a receipt", slipDocument(slip("再発行"))],
  ["a receipt of training", slipDocument(slip(PRACTICE_MARK))],
])("in training %s says once that it is practice", async (_, document) => {
  training.value = { staffUid: "staff", startedAt: "2026-07-04T01:00:00Z" };
  bridgeSays(told("printed"));

  await printOut(document, byBrowser);

  expect(JSON.stringify(asked[0]?.job?.document).split(PRACTICE_MARK)).toHaveLength(2);
});

test("in training the drawer stays shut, also for what was to open it before", async () => {
  bridgeSays(null, told("printed"));
  await openDrawer("Count the cash");
  expect(outcome.value).toMatchObject({ trouble: "away", job: { opens_drawer: true } });
  asked = [];
  training.value = { staffUid: "staff", startedAt: "2026-07-04T01:00:00Z" };

  await tryAgain();
  await openDrawer("Count the cash");
  await openDrawerForCash(100, "7K2M");

  expect(asked).toEqual([]);
});
