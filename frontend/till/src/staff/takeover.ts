/** Taking over the till by PIN: from the server where it answers, from what this device keeps where it does not. */
import { effect, signal, untracked } from "@preact/signals";
import { serverNow } from "../alone/here";
import { isConnected } from "../api/client";
import { patienceMs } from "../api/patience";
import { NotConnected } from "../api/problem";
import type { KnownStaff } from "../api/shapes";
import * as till from "../api/till";
import { database } from "../state/device";
import { unsent } from "../state/finishing";
import { session, takeOverAs } from "../state/session";
import { PinSeals } from "./seals";

const seals = new PinSeals(database);

/** Who may take over this register, as the server last said it. */
export const knownStaff = signal<KnownStaff[]>([]);

/** What became of a PIN: null when its owner has taken over, else why not. */
export type Refusal =
  | { why: "wrong"; triesLeft: number }
  | { why: "not_here" }
  | { why: "over" }
  | { why: "sale_on_its_way" };

/** Reads who may take over, and breaks the seals of who may not any more. */
export async function readKnownStaff(): Promise<void> {
  const { staff } = await till.listStaff();
  knownStaff.value = staff;
  await database.setNote("known-staff", staff);
  await seals.follow(staff);
}

/** Follows who may take over while somebody is signed in: at once, and whenever the server is back. */
export function followStaff(): () => void {
  void database.note<KnownStaff[]>("known-staff").then((kept) => {
    if (kept && knownStaff.peek().length === 0) knownStaff.value = kept;
  });
  return effect(() => {
    // What cannot be read now is read when the connection is back.
    if (isConnected.value && session.value) untracked(() => void readKnownStaff().catch(() => undefined));
  });
}

/**
 * Lets somebody take over with a PIN, or says why not. Throws `Problem` when the server refuses it.
 *
 * A sale that is on its way is booked under who rang it up: nobody else takes over before that.
 */
export async function takeOverByPin(staffUid: string, pin: string): Promise<Refusal | null> {
  if (unsent.peek() && session.peek()?.staff.uid !== staffUid) return { why: "sale_on_its_way" };
  try {
    const signedIn = await till.switchStaff({ staff_uid: staffUid, pin }, patienceMs());
    await takeOverAs(signedIn);
    const pinSetAt = knownStaff.peek().find(({ uid }) => uid === staffUid)?.pin_set_at;
    if (pinSetAt) await seals.keep(signedIn, pin, pinSetAt);
    return null;
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
    return takeOverHere(staffUid, pin);
  }
}

async function takeOverHere(staffUid: string, pin: string): Promise<Refusal | null> {
  const tried = await seals.open(staffUid, pin, new Date(serverNow()));
  if (tried.outcome === "wrong") return { why: "wrong", triesLeft: tried.triesLeft };
  if (tried.outcome === "not_here") return { why: "not_here" };
  // Who is signed in anyway goes on as they were: a till does not end a session by itself.
  if (session.peek()?.staff.uid === staffUid) return null;
  if (tried.isOver) return { why: "over" };
  await takeOverAs(tried.signedIn);
  return null;
}

/** Sets the PIN of who is signed in. Throws `Problem` or `NotConnected`. */
export async function setOwnPin(password: string, pin: string): Promise<void> {
  await till.setPin({ password, pin });
  await readKnownStaff();
  const here = session.peek();
  const kept = await database.note<Parameters<PinSeals["keep"]>[0]>("session");
  const pinSetAt = knownStaff.peek().find(({ uid }) => uid === here?.staff.uid)?.pin_set_at;
  if (kept && pinSetAt) await seals.keep(kept, pin, pinSetAt);
}

/** Whether this device can let this person in again by itself. */
export function canOpenHere(staffUid: string): Promise<boolean> {
  return seals.has(staffUid);
}

/** The device is signed out: nobody takes over any more. */
export async function forgetStaff(): Promise<void> {
  knownStaff.value = [];
  await database.setNote("known-staff", undefined);
  await seals.forget();
}
