/** How the drawer of this register stands: the open shift, and what is still to be booked before it may be closed. */
import { computed, signal } from "@preact/signals";
import type { Shift, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { practiceWaiting } from "../training/practised";
import { isTraining } from "../training/world";
import { isOfHere } from "./aside";
import { database } from "./device";
import { may, session } from "./session";

/** Null until the server said it. */
export const shiftDesk = signal<ShiftDesk | null>(null);

/** Whether the drawer is to be counted before the first sale: where sales need a shift, or the last one was counted. */
export const asksToOpen = computed(() => {
  const desk = shiftDesk.value;
  if (!desk || desk.shift || !may("open_shift")) return false;
  return desk.is_required || desk.left_minor !== null;
});

/** Reads how the register stands. Throws `Problem` or `NotConnected`. */
export async function readShiftDesk(): Promise<void> {
  const register = session.value?.register.uid;
  const isPractice = isTraining.peek();
  const told = await till.readShiftDesk();
  if (session.value?.register.uid === register && isTraining.peek() === isPractice) shiftDesk.value = told;
}

/** Takes up what a deed answered; a closed shift leaves its count for the next one. */
export function takeShift(shift: Shift): void {
  const desk = shiftDesk.value;
  if (!desk) return;
  shiftDesk.value = shift.closed_at
    ? { ...desk, shift: null, left_minor: shift.counted_minor }
    : { ...desk, shift };
}

/** Forgets it: somebody signed out. */
export function forgetShiftDesk(): void {
  shiftDesk.value = null;
}

/**
 * How many paid sales of this register nobody booked yet, set aside or on their way, as the disk knows them; in training
 * those of the practice drawer, as real ones are none of its.
 */
export async function countUnsent(): Promise<number> {
  if (isTraining.peek()) return practiceWaiting.peek();
  return database.envelopes.filter(isOfHere).count();
}
