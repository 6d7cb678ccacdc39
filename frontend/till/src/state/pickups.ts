/** Pickups of this store: the lists, the badge, and the news, asked for every two seconds while somebody looks. */
import { computed, signal } from "@preact/signals";
import { NotConnected, Problem } from "../api/problem";
import type { Pickup } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { announce } from "./announce";
import { may } from "./session";
import { playPickup } from "./sound";

const EVERY_MS = 2_000;

export type PickupGroup = "open" | "late" | "ready" | "done";

/** Open and ready pickups, the earliest promise first; null until they are read. */
export const pickups = signal<Pickup[] | null>(null);
/** How many are to be picked: the badge. */
export const openCount = signal(0);
/** Pickups that came in and were not looked at yet. */
export const fresh = signal<ReadonlySet<string>>(new Set());
/** Orders whose state or lines changed with the last news, for the screen that shows one of them. */
export const changed = signal<readonly string[]>([]);
/** Turns with every look at the clock, so that "late" comes by itself. */
export const now = signal(Date.now());

let position: number | null = null;
let stop: AbortController | null = null;

/** Whether the promised moment has passed and the goods are not ready. */
export function isLate(pickup: Pickup, atMs: number): boolean {
  return pickup.status === "open" && pickup.due_at !== null && Date.parse(pickup.due_at) <= atMs;
}

/** Whether it is kept for this day of trade alone. */
export function isLastDay(pickup: Pickup, atMs: number): boolean {
  return pickup.kept_until !== null && Date.parse(pickup.kept_until) - atMs <= 24 * 60 * 60 * 1_000;
}

export const groups = computed(() => {
  const all = pickups.value ?? [];
  return {
    open: all.filter((pickup) => pickup.status === "open"),
    late: all.filter((pickup) => isLate(pickup, now.value)),
    ready: all.filter((pickup) => pickup.status === "ready"),
  };
});

/** What waits in this store for a member, the earliest promise first. */
export function pickupsOf(memberUid: string): Pickup[] {
  return pickups.value?.filter((pickup) => pickup.customer?.uid === memberUid) ?? [];
}

/** Reads the lists again, and where the news go on from. Training that began or ended meanwhile has lists of its own. */
export async function readPickups(): Promise<void> {
  const following = stop;
  const list = await till.listPickups("open,ready");
  if (stop !== following) return;
  pickups.value = list.pickups;
  openCount.value = groups.value.open.length;
  position ??= list.position;
}

/** Notes that somebody looked at a new pickup. */
export function sawPickup(uid: string): void {
  if (!fresh.value.has(uid)) return;
  const left = new Set(fresh.value);
  left.delete(uid);
  fresh.value = left;
}

/** Follows the news until `unfollow`. Hidden pages ask nothing. */
export function followPickups(): void {
  unfollow();
  const mine = new AbortController();
  stop = mine;
  position = null;
  void loop(mine.signal);
}

/** Stops asking, and forgets what was asked. */
export function unfollow(): void {
  stop?.abort();
  stop = null;
  pickups.value = null;
  openCount.value = 0;
  fresh.value = new Set();
}

async function loop(ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    if (!document.hidden && may("pick")) await look(ended);
    await pause(ended);
  }
}

async function look(ended: AbortSignal): Promise<void> {
  try {
    if (position === null) await readPickups();
    else await readNews(position, ended);
    now.value = Date.now();
  } catch (error) {
    // The next look comes in two seconds; the banner already says that nobody answered.
    if (!(error instanceof NotConnected || error instanceof Problem || ended.aborted)) throw error;
  }
}

async function readNews(since: number, ended: AbortSignal): Promise<void> {
  const news = await till.pickupNews(since, ended);
  if (ended.aborted) return;
  openCount.value = news.open_count;
  if (news.placed.length || news.changed.length) {
    await readPickups();
    if (ended.aborted) return;
    changed.value = news.changed;
  }
  position = news.position;
  if (news.placed.length) tell(news.placed);
}

function tell(placed: readonly string[]): void {
  fresh.value = new Set([...fresh.value, ...placed]);
  playPickup();
  announce(t("New pickup"), { isUrgent: true });
}

/** Waits for the next look; a page that comes back looks at once, and what ended while it looked does not wait. */
function pause(ended: AbortSignal): Promise<void> {
  if (ended.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      ended.removeEventListener("abort", go);
      resolve();
    };
    const wake = () => {
      if (!document.hidden) go();
    };
    const timer = setTimeout(go, EVERY_MS);
    document.addEventListener("visibilitychange", wake);
    ended.addEventListener("abort", go);
  });
}
