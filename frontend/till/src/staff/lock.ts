/** The locked till: nothing is seen or done until somebody gives a PIN or a password; the open sale stays as it is. */
import { signal } from "@preact/signals";
import { database } from "../state/device";
import { unsent } from "../state/finishing";
import { isSignedIn, session } from "../state/session";
import { canOpenHere } from "./takeover";

/** What stands before the till: nothing, the choice of who goes on, or the lock. */
export const gate = signal<"open" | "choice" | "locked">("open");

/** After how many minutes without a touch or a key the till locks itself; 0 for never. */
export const lockAfterMinutes = signal(0);
export const LOCK_CHOICES = [0, 1, 3, 5, 10] as const;

const LOOK_MS = 5_000;
let touchedAt = Date.now();

/** Takes up what was chosen on this device, and whether it was locked when it was closed. */
export async function restoreLock(): Promise<void> {
  lockAfterMinutes.value = (await database.note<number>("lock-after")) ?? 0;
  if (await database.note<boolean>("locked")) gate.value = "locked";
}

/** Chooses after how many minutes the till locks itself. */
export async function chooseLock(minutes: number): Promise<void> {
  lockAfterMinutes.value = minutes;
  await database.setNote("lock-after", minutes);
}

/** Locks the till; it stays locked when it is loaded again. */
export async function lock(): Promise<void> {
  gate.value = "locked";
  await database.setNote("locked", true);
}

/** Asks who goes on, without locking. */
export function chooseStaff(): void {
  gate.value = "choice";
}

/** Somebody may go on. */
export async function unlock(): Promise<void> {
  gate.value = "open";
  touchedAt = Date.now();
  await database.setNote("locked", undefined);
}

/**
 * Locks the till when nobody has touched it for the chosen time.
 *
 * Only where this device can open it again by itself: a till must not be shut out from selling by a lost network.
 */
export function followIdleness(): void {
  const touch = () => {
    touchedAt = Date.now();
  };
  addEventListener("pointerdown", touch, { capture: true });
  addEventListener("keydown", touch, { capture: true });
  setInterval(() => void lockWhenIdle(Date.now()), LOOK_MS);
}

/** Locks if the till was left alone long enough at this instant, in milliseconds. */
export async function lockWhenIdle(now: number): Promise<void> {
  const minutes = lockAfterMinutes.peek();
  if (minutes === 0 || !isSignedIn.peek() || gate.peek() === "locked" || unsent.peek()) return;
  if (now - touchedAt < minutes * 60_000) return;
  if (await canOpenHere(session.peek()?.staff.uid ?? "")) await lock();
}
