/**
 * Sales that this till made by itself, on their way to the books: sent in batches, beside the next sales, without an
 * end to the tries. The only code that sends them.
 */
import { computed, effect, signal, untracked } from "@preact/signals";
import { clockOffsetS, offlineTerms } from "../alone/here";
import { type SoldAlone, soldIn, withSold } from "../alone/sold";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { LaterSale, OfflineTerms } from "../api/shapes";
import * as till from "../api/till";
import { freshness } from "../assortment/follower";
import type { Envelope } from "../data/db";
import { pauseAfter } from "../data/outbox";
import { t } from "../i18n";
import { announce } from "./announce";
import { aside, readAside } from "./aside";
import { database, outbox } from "./device";
import { readDrawerWords, sendDrawerWords, wordsHere } from "./drawer_words";
import { isSignedIn, session } from "./session";
import { readShiftDesk } from "./shift";

/** The oldest first. */
export const waiting = signal<readonly Envelope[]>([]);
/** Those that the sign-in of now can have booked: of its store. */
export const waitingHere = computed(() =>
  waiting.value.filter(({ storeCode }) => storeCode === session.value?.store.code),
);
export const waitingMinor = computed(() =>
  waiting.value.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
);

/** What this till sold by itself since its goods were loaded, booked or not. */
export const soldAlone = signal<readonly SoldAlone[]>([]);

const MOST_AT_ONCE = 25;
let timer: ReturnType<typeof setTimeout> | undefined;
let isSending = false;
let failures = 0;

/** Reads from the device what waits, and what it may do. */
export async function restoreWaiting(): Promise<void> {
  offlineTerms.value = (await database.note<OfflineTerms>("offline-terms")) ?? null;
  clockOffsetS.value = (await database.note<number>("clock-offset")) ?? 0;
  soldAlone.value = (await database.note<SoldAlone[]>("sold-alone")) ?? [];
  await readDrawerWords();
  await readWaiting();
}

/** Reads from the device what waits. */
export async function readWaiting(): Promise<void> {
  waiting.value = await outbox.queued();
}

/** Asks anew what may be done without the server. Without an answer it stays as it was. */
export async function readOfflineTerms(): Promise<void> {
  const terms = await till.offlineTerms().catch(() => null);
  if (!terms) return;
  offlineTerms.value = terms;
  await database.setNote("offline-terms", terms);
  await noteClock(terms.at);
}

async function noteClock(at: string): Promise<void> {
  clockOffsetS.value = Math.round((Date.now() - Date.parse(at)) / 1_000);
  await database.setNote("clock-offset", clockOffsetS.value);
}

/** Has a sale sent by itself. Rejects when the device cannot write that down. */
export async function queueSale(envelope: Envelope): Promise<void> {
  // Counted first: should the device then fail, the limits count too much, never too little.
  soldAlone.value = withSold(soldAlone.peek(), soldIn(envelope), freshness.peek().asOf);
  await database.setNote("sold-alone", soldAlone.peek());
  await outbox.queue(envelope, new Date());
  await readWaiting();
  // Without a connection it begins when there is one.
  if (isConnected.peek()) void sendWaiting();
}

/** Has a sale that was refused sent again, with the others that wait; answers whether it is booked now. */
export async function sendRefusedAgain(envelope: Envelope): Promise<boolean> {
  await outbox.takeBack(envelope);
  await readAside();
  await readWaiting();
  await sendWaiting();
  const isStillHere = ({ uid }: Envelope) => uid === envelope.uid;
  return !waiting.peek().some(isStillHere) && !aside.peek().some(isStillHere);
}

/** Sends what waits as soon as there is a server and somebody is signed in, from now on. */
export function followWaiting(): () => void {
  return effect(() => {
    if (!isSignedIn.value || !isConnected.value) return;
    untracked(() => {
      void readOfflineTerms();
      void sendWaiting();
    });
  });
}

/** Sends what waits, batch after batch; what was made in another store waits for a sign-in there. */
export async function sendWaiting(): Promise<void> {
  if (isSending || !isSignedIn.peek()) return;
  isSending = true;
  clearTimeout(timer);
  let booked = 0;
  const sent = new Set<string>();
  try {
    const hadWords = wordsHere.peek().length > 0;
    await sendDrawerWords();
    if (hadWords) void readShiftDesk().catch(() => undefined);
    // A sale that is booked before its shift stands in none for good.
    while (wordsHere.peek().length === 0) {
      const open = waitingHere.peek().filter(({ uid }) => !sent.has(uid));
      const batch = open.slice(0, MOST_AT_ONCE);
      if (batch.length === 0) break;
      for (const { uid } of batch) sent.add(uid);
      booked += await sendBatch(batch);
    }
    failures = wordsHere.peek().length > 0 ? failures + 1 : 0;
  } catch (error) {
    failures += 1;
    if (!(error instanceof NotConnected || error instanceof Problem)) throw error;
  } finally {
    isSending = false;
    await readWaiting();
    // What the server could not book this time, and what could not be sent, is sent again: whatever the cause was.
    if (waitingHere.peek().length + wordsHere.peek().length > 0)
      timer = setTimeout(() => void sendWaiting(), pauseAfter(failures + 1) * 1_000);
    if (booked > 0)
      announce(t("Sales booked that were made without a network: %(count)s", { count: booked }));
  }
}

/** Answers how many were booked. */
async function sendBatch(batch: readonly Envelope[]): Promise<number> {
  const { outcomes, at } = await till.sendLater(batch.map(({ later }) => later as LaterSale));
  let booked = 0;
  for (const [place, envelope] of batch.entries()) {
    const told = outcomes[place];
    if (told) await outbox.noteOutcome(envelope, told);
    booked += told?.outcome === "booked" || told?.outcome === "repeated" ? 1 : 0;
  }
  await readWaiting();
  await readAside();
  // A device with no room left for it still has the clock in memory.
  await noteClock(at).catch(() => undefined);
  return booked;
}
