/**
 * What was done at this till's drawer without a network, on its way to the books: before any sale and any other deed, so
 * that these find their shift. The only code that sends it.
 */
import { computed, signal } from "@preact/signals";
import { shiftIn } from "../alone/drawer";
import { patienceMs } from "../api/patience";
import { NotConnected, Problem } from "../api/problem";
import type { BookedInShift } from "../api/shapes";
import * as till from "../api/till";
import type { DrawerWord } from "../data/db";
import { DrawerBook } from "../data/drawer_book";
import { t } from "../i18n";
import { isTraining } from "../training/world";
import { announce } from "./announce";
import { isOfHere } from "./aside";
import { database } from "./device";
import { session } from "./session";

export const drawerBook = new DrawerBook(database);
/** Those that wait, the oldest first. */
export const drawerWords = signal<readonly DrawerWord[]>([]);
/** Those that were refused. */
export const wordsAside = signal<readonly DrawerWord[]>([]);
/** Those that the sign-in of now can have booked: of its store. */
export const wordsHere = computed(() =>
  drawerWords.value.filter(({ storeCode }) => storeCode === session.value?.store.code),
);
/** Those of this register. */
export const wordsOfRegister = computed(() => drawerWords.value.filter(isOfHere));
/** The shift that was opened at this register and is not booked yet. */
export const shiftAlone = computed(() => (isTraining.value ? null : shiftIn(wordsOfRegister.value)));

const MOST_AT_ONCE = 25;
let sending: Promise<void> | null = null;

/** Reads from the device what waits and what was refused. */
export async function readDrawerWords(): Promise<void> {
  drawerWords.value = await drawerBook.waiting();
  wordsAside.value = await drawerBook.aside();
}

/** Writes a word down and shows it. Rejects when the device cannot write it down: then it was not done. */
export async function sayWord(word: DrawerWord): Promise<void> {
  await drawerBook.add(word);
  // It is kept: a device that cannot read it just now must not say that nothing was done.
  await readDrawerWords().catch(() => {
    drawerWords.value = [...drawerWords.peek(), word];
  });
}

/** Sends what waits of this store, in its order. Throws `Problem` or `NotConnected`; what is not booked then waits. */
export function sendDrawerWords(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll(): Promise<void> {
  const sent = new Set<string>();
  for (;;) {
    const batch = wordsHere
      .peek()
      .filter(({ uid }) => !sent.has(uid))
      .slice(0, MOST_AT_ONCE);
    if (batch.length === 0) return;
    for (const { uid } of batch) sent.add(uid);
    const { outcomes } = await till.sendLater(batch.map((word) => word.sent));
    for (const [place, word] of batch.entries()) {
      const told = outcomes[place];
      if (told) await drawerBook.noteOutcome(word, told);
      if (told?.shift && word.sent.kind === "open_shift") tellBooked(told.shift);
      // What follows it was not tried: a fault of the one is none of the others.
      if (told?.outcome === "not_now") break;
    }
    await readDrawerWords();
    // What follows a word that could not be booked now is not booked either.
    if (outcomes.some(({ outcome }) => outcome === "not_now")) return;
  }
}

function tellBooked({ number, has_joined }: BookedInShift): void {
  announce(
    has_joined
      ? t(
          "This register had shift %(number)s already. Your count stands beside it; the office looks at it.",
          { number },
        )
      : t("The shift that was opened without a network is booked: number %(number)s.", { number }),
    { isUrgent: has_joined },
  );
}

/**
 * Before a deed is sent: has what was done at the drawer booked. Throws `NotConnected` where it is not in time, so that
 * no sale overtakes its shift.
 */
export async function wordsGoFirst(): Promise<void> {
  if (wordsHere.peek().length === 0) return;
  const late = new Promise<void>((resolve) => setTimeout(resolve, patienceMs()));
  await Promise.race([sendDrawerWords(), late]).catch((error) => {
    // A refusal of the words is none of the deed that waits for them; that of the sign-in is.
    if (!(error instanceof Problem) || error.code === "token_invalid") throw error;
  });
  if (wordsHere.peek().length > 0) throw new NotConnected();
}

/** Forgets a word for good: somebody settled it otherwise. */
export async function settleWord(word: DrawerWord): Promise<void> {
  await drawerBook.settle(word);
  await readDrawerWords();
}

/** Has a word that was refused sent again; answers whether it is booked now. */
export async function sendWordAgain(word: DrawerWord): Promise<boolean> {
  await drawerBook.takeBack(word);
  await readDrawerWords();
  await sendDrawerWords();
  return ![...drawerWords.peek(), ...wordsAside.peek()].some(({ uid }) => uid === word.uid);
}
