/** Lists that were put by for the next customer, and taken up again under the uids they had. */
import { signal } from "@preact/signals";
import type { Draft } from "../data/db";
import { listsOf } from "../training/world";
import { database } from "./device";
import { COUNTER, type OpenSale } from "./open_sale";
import { counterSale, startCounter } from "./sales";

const HELD = "held/";

/** The oldest first. */
export const held = signal<readonly Draft[]>([]);

const lists = () => listsOf(database);
let isMoving = false;

/** Reads from the device what was put by. */
export async function readHeld(): Promise<void> {
  const drafts = await lists().drafts.where("place").startsWith(HELD).toArray();
  held.value = drafts.sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
}

/**
 * Puts the list over the counter by; the counter begins its next one. An empty list, and a second tap, do nothing.
 *
 * Answers whether it did; a device that cannot write it down has the list where it was.
 */
export async function hold(sale: OpenSale): Promise<boolean> {
  let isDone = false;
  await move(async () => {
    if (sale.isEmpty.peek() || counterSale.peek() !== sale) return;
    // From here on it writes nothing: a late answer would bring it back to the counter.
    sale.rest();
    try {
      await lists().transaction("rw", lists().drafts, async () => {
        await lists().drafts.put(heldOf(sale));
        await lists().drafts.delete(COUNTER);
      });
    } catch {
      startCounter(sale.draft.peek());
      return;
    }
    startCounter(undefined);
    isDone = true;
  });
  return isDone;
}

/** Takes a list up again; what is on the counter meanwhile is put by in its place. Answers it, or null if it is gone. */
export async function recall(draft: Draft): Promise<OpenSale | null> {
  return putOnCounter(draft, { isHere: true });
}

/** Puts a list on the counter that another till held. Answers it, or null when the counter cannot take it. */
export async function takeOver(draft: Draft): Promise<OpenSale | null> {
  return putOnCounter(draft, { isHere: false });
}

/** Keeps a list that came from another till without putting it on the counter, where somebody began to train meanwhile. */
export async function keepForLater(draft: Draft, totalMinor: number): Promise<void> {
  const held = { at: new Date().toISOString(), totalMinor };
  await database.drafts.put({ ...draft, place: HELD + draft.uid, held });
}

/** Takes a list off this device: another till has it, or it was thrown away. */
export async function dropHeld(uid: string): Promise<void> {
  await lists().drafts.delete(HELD + uid);
  await readHeld();
}

/** Notes what the server knows a held list as, if it is still held here. */
export async function noteShared(uid: string, version: number, until: string): Promise<void> {
  await database.transaction("rw", database.drafts, async () => {
    const draft = await database.drafts.get(HELD + uid);
    if (draft?.held) await database.drafts.put({ ...draft, version, held: { ...draft.held, until } });
  });
  await readHeld();
}

/** Notes the version of a list that was taken up here, wherever it is by now. */
export async function noteTakenUp(uid: string, version: number): Promise<void> {
  counterSale.peek()?.noteVersion(uid, version);
  await database.transaction("rw", database.drafts, async () => {
    const draft = await database.drafts.get(HELD + uid);
    if (draft) await database.drafts.put({ ...draft, version });
  });
  await readHeld();
}

async function putOnCounter(draft: Draft, { isHere }: { isHere: boolean }): Promise<OpenSale | null> {
  let isDone = false;
  await move(async () => {
    const sale = counterSale.peek();
    if (sale?.draft.peek().uid === draft.uid) return;
    sale?.rest();
    const { held: _, ...kept } = draft;
    await lists().transaction("rw", lists().drafts, async () => {
      if (isHere && !(await lists().drafts.get(draft.place))) return;
      if (sale && !sale.isEmpty.peek()) await lists().drafts.put(heldOf(sale));
      await lists().drafts.put({ ...kept, place: COUNTER });
      await lists().drafts.delete(HELD + draft.uid);
      isDone = true;
    });
    startCounter(isDone ? { ...kept, place: COUNTER } : sale?.draft.peek());
  });
  return isDone ? counterSale.peek() : null;
}

/** One at a time: two taps on one list would sell it twice. */
async function move(act: () => Promise<void>): Promise<void> {
  if (isMoving) return;
  isMoving = true;
  try {
    await act();
  } finally {
    isMoving = false;
    await readHeld();
  }
}

/** As it is kept: the number of a member's card and nothing else of the person, and that there was an address, without it. */
function heldOf(sale: OpenSale): Draft {
  const { member, home, cardNumber, memberAsOf: _, ...draft } = sale.draft.peek();
  const number = member?.member_number ?? cardNumber ?? "";
  const totalMinor = sale.quote.peek()?.total_minor ?? 0;
  return {
    ...draft,
    place: HELD + draft.uid,
    member: null,
    ...(number ? { cardNumber: number } : {}),
    held: { at: new Date().toISOString(), totalMinor, ...(home ? { isForHome: true } : {}) },
  };
}

function timeOf(draft: Draft): string {
  return draft.held?.at ?? "";
}
