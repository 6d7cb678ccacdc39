/** Keeps the assortment fresh: asks for what changed every minute while somebody looks, at once after a sign-in. */
import { computed, signal } from "@preact/signals";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { FeedPage } from "../api/shapes";
import * as till from "../api/till";
import type { Part } from "../data/db";
import type { Assortment } from "./store";

const EVERY_MS = 60_000;
/** How often to look whether a sale is still on its way. */
const BUSY_MS = 500;
// What prices are made of is small and comes first; of the goods the common ones of the store come with the first page.
const PARTS: readonly Part[] = ["terms", "categories", "keys", "goods", "coupons"];
// A till sells without knowing anybody: members come when all of that is there.
const PARTS_AFTER: readonly Part[] = ["members"];

/** What the device has of the goods. */
export interface Freshness {
  count: number;
  /** When it was last told everything, by the server's clock; null while it never was. */
  asOf: string | null;
  /** While all goods are told: how many came, and of how many. */
  loading: { came: number; total: number } | null;
  /** Why it is not told what is new: no answer, a refusal, or no room on the device. */
  failed: "no_answer" | "refused" | "not_kept" | null;
}

const NOTHING: Freshness = { count: 0, asOf: null, loading: null, failed: null };

/** What the screens say of the goods on this device. */
export const freshness = signal<Freshness>(NOTHING);
/** Whether there are goods to sell by. */
export const hasGoods = computed(() => freshness.value.count > 0);

type Ask = (part: Part, since: string, stop: AbortSignal) => Promise<FeedPage>;

interface Ways {
  ask?: Ask;
  /** Whether a sale is being sent, which goes before everything else. */
  isBusy?: () => boolean;
}

/** Follows the feed until it is stopped. */
export class Follower {
  private stop: AbortController | null = null;
  private readonly ask: Ask;
  private readonly isBusy: () => boolean;

  constructor(
    private readonly assortment: Assortment,
    { ask = till.readFeed, isBusy = () => false }: Ways = {},
  ) {
    this.ask = ask;
    this.isBusy = isBusy;
  }

  /** Asks at once, and then every minute, when the page is looked at again, and when the network is back. */
  follow(): void {
    this.unfollow();
    const mine = new AbortController();
    this.stop = mine;
    void this.loop(mine.signal);
  }

  /** Stops asking; what the device has stays. */
  unfollow(): void {
    this.stop?.abort();
    this.stop = null;
  }

  /** Asks for all that is new, page by page; the parts take turns, so that none waits for the last of 90,000 goods. */
  async catchUp(ended: AbortSignal): Promise<void> {
    try {
      for (let open of [PARTS, PARTS_AFTER]) {
        while (open.length) open = await this.round(open, ended);
        await this.tell();
      }
      freshness.value = { ...freshness.value, failed: null };
      await this.assortment.sweep();
    } catch (error) {
      if (ended.aborted) return;
      freshness.value = { ...freshness.value, failed: failureOf(error) };
    }
    await this.tell().catch(() => undefined);
  }

  private async round(open: readonly Part[], ended: AbortSignal): Promise<Part[]> {
    const more: Part[] = [];
    for (const part of open) {
      while (this.isBusy() && !ended.aborted) await sleep(BUSY_MS, ended);
      ended.throwIfAborted();
      const { cursor } = await this.assortment.state(part);
      const page = await this.ask(part, cursor, ended);
      ended.throwIfAborted();
      if (!(await this.assortment.take(page, cursor)) || page.has_more) more.push(part);
      if (part === "goods") await this.tell();
    }
    return more;
  }

  /** Says how many goods there are, and how far they have come. */
  private async tell(): Promise<void> {
    const { building, came, total, asOf } = await this.assortment.state("goods");
    const loading = building === null ? null : { came: Math.min(came, total), total };
    freshness.value = { ...freshness.value, count: await this.assortment.count(), asOf, loading };
  }

  private async loop(ended: AbortSignal): Promise<void> {
    await this.tell().catch(() => undefined);
    while (!ended.aborted) {
      if (!document.hidden) await this.catchUp(ended);
      await nextTurn(ended);
    }
  }
}

function failureOf(error: unknown): Freshness["failed"] {
  if (error instanceof NotConnected) return "no_answer";
  return error instanceof Problem ? "refused" : "not_kept";
}

function sleep(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(go, ms);
    function go() {
      clearTimeout(timer);
      ended.removeEventListener("abort", go);
      resolve();
    }
    ended.addEventListener("abort", go);
  });
}

/** Waits a minute, or until the page is looked at again or the server answers again. */
function nextTurn(ended: AbortSignal): Promise<void> {
  const wake = new AbortController();
  const look = () => {
    if (!document.hidden) wake.abort();
  };
  const wasConnected = isConnected.value;
  const unsubscribe = isConnected.subscribe((connected) => {
    if (connected && !wasConnected) wake.abort();
  });
  document.addEventListener("visibilitychange", look);
  return sleep(EVERY_MS, AbortSignal.any([ended, wake.signal])).then(() => {
    document.removeEventListener("visibilitychange", look);
    unsubscribe();
  });
}
