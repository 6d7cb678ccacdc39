/** How the drawer of this register stands: the open shift, and what is still to be booked before it may be closed. */
import { computed, signal } from "@preact/signals";
import { NotConnected } from "../api/problem";
import type { Shift, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { practiceWaiting } from "../training/practised";
import { isTraining } from "../training/world";
import { isOfHere } from "./aside";
import { database } from "./device";
import { drawerBook, shiftAlone } from "./drawer_words";
import { may, session } from "./session";

/** Null until the server said it, or this device remembered what it said. */
export const shiftDesk = signal<ShiftDesk | null>(null);
/** Whether the desk is what this device remembered, as nobody answered. */
export const isDeskKept = signal(false);
/** Whether this device knows the drawer by itself alone: the server has not heard of all that was done here. */
export const isDrawerAlone = computed(
  () => !isTraining.value && (isDeskKept.value || shiftAlone.value !== null),
);

/** Whether the drawer is to be counted before the first sale: where sales need a shift, or the last one was counted. */
export const asksToOpen = computed(() => {
  const desk = shiftDesk.value;
  if (!desk || desk.shift || shiftAlone.value || !may("open_shift")) return false;
  return desk.is_required || desk.left_minor !== null;
});

// An answer that a later question or deed overtook says what is no more.
let turns = 0;
let lastTaken = 0;

/** Reads how the register stands; where nobody answers, as this device knows it. Throws `Problem` or `NotConnected`. */
export async function readShiftDesk(): Promise<void> {
  const register = session.value?.register.uid;
  const isPractice = isTraining.peek();
  const turn = ++turns;
  const isStillHere = () =>
    session.value?.register.uid === register && isTraining.peek() === isPractice && turn > lastTaken;
  try {
    const told = await till.readShiftDesk();
    if (!isStillHere()) return;
    lastTaken = turn;
    shiftDesk.value = told;
    isDeskKept.value = false;
    await keepDesk();
  } catch (error) {
    if (!(error instanceof NotConnected) || isPractice || !register) throw error;
    const kept = await drawerBook.desk(register);
    if (!isStillHere()) return;
    if (!kept) throw error;
    lastTaken = turn;
    shiftDesk.value = kept;
    isDeskKept.value = true;
  }
}

/** Remembers how the register stands, for when nobody answers; a device that cannot has it in memory. */
async function keepDesk(): Promise<void> {
  const registerUid = session.value?.register.uid;
  const desk = shiftDesk.peek();
  if (isTraining.peek() || !registerUid || !desk) return;
  await drawerBook.keepDesk({ registerUid, desk }).catch(() => undefined);
}

/** Takes up what a deed answered; a closed shift leaves its count for the next one. */
export function takeShift(shift: Shift): void {
  const desk = shiftDesk.value;
  if (!desk) return;
  lastTaken = ++turns;
  shiftDesk.value = shift.closed_at
    ? { ...desk, at: shift.closed_at, shift: null, left_minor: shift.counted_minor }
    : { ...desk, shift };
  void keepDesk();
}

/** Forgets it: somebody signed out. */
export function forgetShiftDesk(): void {
  shiftDesk.value = null;
  isDeskKept.value = false;
}

/**
 * How many paid sales of this register nobody booked yet, set aside or on their way, as the disk knows them; in training
 * those of the practice drawer, as real ones are none of its.
 */
export async function countUnsent(): Promise<number> {
  if (isTraining.peek()) return practiceWaiting.peek();
  return database.envelopes.filter(isOfHere).count();
}

/** How many words of this drawer nobody booked yet, refused or on their way, as the disk knows them. */
export async function countWords(): Promise<number> {
  return isTraining.peek() ? 0 : database.words.filter(isOfHere).count();
}
