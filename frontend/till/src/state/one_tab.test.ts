import { afterEach, beforeEach, expect, test, vi } from "vitest";

const LONGER_THAN_AN_ANSWER_MS = 400;
const reload = vi.fn();
const opened: { close: () => void }[] = [];

beforeEach(() => {
  // As a page over plain HTTP has it: without locks.
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("location", { reload });
  const Channel = BroadcastChannel;
  vi.stubGlobal(
    "BroadcastChannel",
    class extends Channel {
      constructor(name: string) {
        super(name);
        opened.push(this);
      }
    },
  );
});
afterEach(() => {
  for (const channel of opened.splice(0)) channel.close();
  vi.unstubAllGlobals();
  reload.mockReset();
});

/** A page of this device, with modules of its own. */
async function openPage() {
  vi.resetModules();
  const { isElsewhere, takeOver, takeTill } = await import("./one_tab");
  const start = vi.fn();
  return { start, isElsewhere, take: () => takeTill(start), takeOver: () => takeOver(start) };
}

async function pause(): Promise<void> {
  await new Promise((done) => setTimeout(done, LONGER_THAN_AN_ANSWER_MS));
}

test("without locks the only page rings up", async () => {
  const page = await openPage();

  page.take();
  await pause();

  expect(page.start).toHaveBeenCalledOnce();
  expect(page.isElsewhere.value).toBe(false);
});

test("without locks a second page finds the till taken", async () => {
  const [first, second] = [await openPage(), await openPage()];
  first.take();
  await pause();

  second.take();
  await pause();

  expect(second.start).not.toHaveBeenCalled();
  expect(second.isElsewhere.value).toBe(true);
  expect(reload).not.toHaveBeenCalled();
});

test("of pages that come up at once, without locks, the first rings up", async () => {
  const pages = [await openPage(), await openPage(), await openPage()];

  for (const page of pages.toReversed()) page.take();
  await pause();

  expect(pages.map((page) => page.start.mock.calls.length)).toEqual([1, 0, 0]);
  expect(pages.map((page) => page.isElsewhere.value)).toEqual([false, true, true]);
});

test("a page that takes the till over, without locks, has the other give way", async () => {
  const [first, second] = [await openPage(), await openPage()];
  first.take();
  await pause();
  second.take();
  await pause();

  second.takeOver();
  await pause();

  expect(second.start).toHaveBeenCalledOnce();
  expect(second.isElsewhere.value).toBe(false);
  expect(reload).toHaveBeenCalledOnce();
});
