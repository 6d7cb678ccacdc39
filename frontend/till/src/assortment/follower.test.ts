import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotConnected, Problem } from "../api/problem";
import type { FeedPage, GoodsPage } from "../api/shapes";
import { type Part, TillDatabase } from "../data/db";
import { newUid } from "../data/ids";
import { Follower, freshness } from "./follower";
import { Assortment } from "./store";

let database: TillDatabase;
let assortment: Assortment;
const never = new AbortController().signal;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
  assortment = new Assortment(database);
  freshness.value = { count: 0, asOf: null, loading: null, failed: null };
});
afterEach(() => database.delete());

function goods(number: number, about: Partial<GoodsPage>): GoodsPage {
  return {
    part: "goods",
    starts_anew: false,
    has_more: false,
    cursor: `g${number}`,
    as_of: "2026-07-04T01:00:00Z",
    total: null,
    rows: [[`A${number}`, null, "豆", "P1", "coffee", 980, "food"]],
    gone: [],
    ...about,
  };
}

/** A server with these pages of goods, and one empty page of everything else. */
function serverOf(...pages: (GoodsPage | Error)[]) {
  const asked: string[] = [];
  const ask = async (part: Part, since: string): Promise<FeedPage> => {
    asked.push(`${part} ${since}`.trim());
    if (part !== "goods") {
      const starts_anew = since === "";
      return { ...goods(0, {}), part, rows: [], cursor: "c", starts_anew } as FeedPage;
    }
    const page = pages.shift();
    if (!page) throw new Error("asked once too often");
    if (page instanceof Error) throw page;
    return page;
  };
  return { asked, ask };
}

test("everything is asked for until there is no more, the parts in turn", async () => {
  const { asked, ask } = serverOf(
    goods(1, { starts_anew: true, has_more: true, total: 3 }),
    goods(2, { has_more: true }),
    goods(3, {}),
  );
  const seen: unknown[] = [];
  const unsubscribe = freshness.subscribe(({ count, loading }) => seen.push([count, loading]));

  await new Follower(assortment, { ask }).catchUp(never);
  unsubscribe();

  expect(asked).toEqual([
    "terms",
    "categories",
    "keys",
    "goods",
    "coupons",
    "goods g1",
    "goods g2",
    "members",
  ]);
  expect(seen.slice(0, 3)).toEqual([
    [0, null],
    [1, { came: 1, total: 3 }],
    [2, { came: 2, total: 3 }],
  ]);
  expect(freshness.value).toEqual({ count: 3, asOf: "2026-07-04T01:00:00Z", loading: null, failed: null });
});

test("without an answer it says so, and the next time goes on where it was", async () => {
  const { asked, ask } = serverOf(
    goods(1, { starts_anew: true, has_more: true, total: 2 }),
    new NotConnected(),
    goods(2, {}),
  );
  const follower = new Follower(assortment, { ask });

  await follower.catchUp(never);
  expect(freshness.value).toEqual({
    count: 1,
    asOf: null,
    loading: { came: 1, total: 2 },
    failed: "no_answer",
  });
  await follower.catchUp(never);

  expect(asked.at(-1)).not.toBe("goods");
  expect(asked).toContain("goods g1");
  expect(freshness.value).toMatchObject({ count: 2, loading: null, failed: null });
});

test.each([
  [new Problem(403, "not_allowed", "No."), "refused"],
  [new DOMException("no room", "QuotaExceededError"), "not_kept"],
])("%s is told apart", async (error, failed) => {
  await new Follower(assortment, { ask: serverOf(error as Error).ask }).catchUp(never);

  expect(freshness.value.failed).toBe(failed);
});

test("a sale that is on its way goes first", async () => {
  const { asked, ask } = serverOf(goods(1, { starts_anew: true, total: 1 }));
  let isBusy = true;
  const follower = new Follower(assortment, { ask, isBusy: () => isBusy });

  const work = follower.catchUp(never);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual([]);
  isBusy = false;
  await work;

  expect(freshness.value.count).toBe(1);
});

test("a hidden page asks nothing until it is looked at, and nothing after it is stopped", async () => {
  const page = Object.assign(new EventTarget(), { hidden: true });
  vi.stubGlobal("document", page);
  const { asked, ask } = serverOf(goods(1, { starts_anew: true, total: 1 }));
  const follower = new Follower(assortment, { ask });

  follower.follow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual([]);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(freshness.value.asOf).not.toBeNull());
  const told = asked.length;
  follower.unfollow();
  page.dispatchEvent(new Event("visibilitychange"));
  await new Promise((resolve) => setTimeout(resolve, 50));

  expect(asked).toHaveLength(told);
  vi.unstubAllGlobals();
});
