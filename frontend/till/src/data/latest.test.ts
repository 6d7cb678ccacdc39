import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Latest } from "./latest";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that is answered by hand, in any order. */
function byHand() {
  const asked: { wish: string; answer: (words: string) => void; fail: (error: Error) => void }[] = [];
  const work = (wish: string) =>
    new Promise<string>((answer, fail) => {
      asked.push({ wish, answer, fail });
    });
  return { asked, work };
}

test("several wishes within the pause become one question, the last", async () => {
  const { asked, work } = byHand();
  const latest = new Latest(work, { onAnswer: () => undefined, onError: () => false }, 100);

  latest.wish("a");
  await vi.advanceTimersByTimeAsync(60);
  latest.wish("b");
  await vi.advanceTimersByTimeAsync(100);

  expect(asked.map(({ wish }) => wish)).toEqual(["b"]);
});

test("an answer that comes after a newer wish is dropped", async () => {
  const { asked, work } = byHand();
  const answers: string[] = [];
  const latest = new Latest(work, { onAnswer: (words) => answers.push(words), onError: () => false }, 100);
  latest.wish("a");
  await vi.advanceTimersByTimeAsync(100);
  latest.wish("b");
  await vi.advanceTimersByTimeAsync(100);

  asked[1]?.answer("for b");
  asked[0]?.answer("for a");
  await vi.advanceTimersByTimeAsync(0);

  expect(answers).toEqual(["for b"]);
});

test("a wish that failed is asked again when the handler says so", async () => {
  const { asked, work } = byHand();
  const answers: string[] = [];
  const handlers = { onAnswer: (words: string) => answers.push(words), onError: () => true };
  const latest = new Latest(work, handlers, 100, 2_000);
  latest.wish("a");
  await vi.advanceTimersByTimeAsync(100);
  asked[0]?.fail(new Error("no answer"));
  await vi.advanceTimersByTimeAsync(2_000);

  asked[1]?.answer("for a");
  await vi.advanceTimersByTimeAsync(0);

  expect(answers).toEqual(["for a"]);
});

test("after cancel nothing is told", async () => {
  const { asked, work } = byHand();
  const answers: string[] = [];
  const latest = new Latest(work, { onAnswer: (words) => answers.push(words), onError: () => false }, 100);
  latest.wish("a");
  await vi.advanceTimersByTimeAsync(100);

  latest.cancel();
  asked[0]?.answer("for a");
  await vi.advanceTimersByTimeAsync(0);

  expect(answers).toEqual([]);
});
