/**
 * Held lists of all tills of the store: told to the server as soon as there is one, taken up by one till, and seen by all.
 * What is held here can be taken up here without a network; should another till have it by then, both are told.
 * Lists of training are told nobody, and nothing of other tills is seen in it.
 */
import { signal } from "@preact/signals";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { HeldList } from "../api/shapes";
import * as till from "../api/till";
import type { Draft } from "../data/db";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { isTraining } from "../training/world";
import { announce, say } from "./announce";
import { database } from "./device";
import {
  dropHeld,
  held,
  hold,
  keepForLater,
  noteShared,
  noteTakenUp,
  readHeld,
  recall,
  takeOver,
} from "./held";
import type { OpenSale } from "./open_sale";
import { counterSale } from "./sales";
import { isSignedIn, session } from "./session";

const EVERY_MS = 10_000;
const TAKEN_ALONE = "held-taken-alone";

/** Lists that other tills hold, the oldest first. */
export const heldElsewhere = signal<readonly HeldList[]>([]);

let timer: ReturnType<typeof setTimeout> | undefined;
let isLooking = false;
const told = new Set<string>();

/** Looks now and every ten seconds while somebody is signed in. */
export function followHeld(): void {
  unfollowHeld();
  const look = async () => {
    if (!document.hidden) await shareHeld();
    timer = setTimeout(() => void look(), EVERY_MS);
  };
  void look();
}

/** Stops looking, and forgets what other tills hold. */
export function unfollowHeld(): void {
  clearTimeout(timer);
  heldElsewhere.value = [];
  told.clear();
}

/** Puts the list over the counter by, here at once and for the other tills as soon as there is a network. */
export async function holdForAll(sale: OpenSale): Promise<boolean> {
  const isDone = await hold(sale);
  if (isDone) void shareHeld();
  return isDone;
}

/** Takes a list up that is held here, unless another till has it; without a network it is asked afterwards. */
export async function recallForAll(draft: Draft): Promise<OpenSale | null> {
  if (isTraining.peek()) return recall(draft);
  if (draft.version && isConnected.peek()) {
    const now = await till.takeHeld(draft.uid, false).catch(onlyNoAnswer);
    if (now && !isOnlyMine(now)) {
      await dropHeld(draft.uid);
      announce(whoHasIt(now), { isUrgent: true });
      return null;
    }
    if (now) return recall({ ...draft, version: now.version });
  }
  await noteTakenAlone([...(await takenAlone()), draft.uid]);
  return recall(draft);
}

/** Takes a list over that another till holds. Throws `Problem` or `NotConnected`. */
export async function takeOverHeld(list: HeldList): Promise<OpenSale | null> {
  const now = await till.takeHeld(list.uid, false);
  heldElsewhere.value = heldElsewhere.value.filter(({ uid }) => uid !== list.uid);
  // Training began while it was asked for: the list is this till's now, and waits until training ends.
  if (isOnlyMine(now) && isTraining.peek()) await keepForLater(draftOf(now), now.total_minor);
  else if (isOnlyMine(now)) return takeOver(draftOf(now));
  else announce(whoHasIt(now), { isUrgent: true });
  return null;
}

/** Throws a list away. Throws `Problem` or `NotConnected`; one that only this device knows needs no network. */
export async function throwAway(uid: string, isShared: boolean, reason: string): Promise<void> {
  if (isShared) await till.throwHeldAway(uid, reason);
  heldElsewhere.value = heldElsewhere.value.filter((list) => list.uid !== uid);
  await dropHeld(uid);
}

/** Tells the server what it does not know yet, and takes in what it knows. Without an answer all stays as it is. */
export async function shareHeld(): Promise<void> {
  if (isLooking || !isSignedIn.peek() || isTraining.peek()) return;
  isLooking = true;
  try {
    await dropExpired();
    if (!isConnected.peek()) return;
    await tellTakenAlone();
    for (const draft of held.peek().filter(isToTell)) await share(draft);
    const { lists } = await till.listHeld();
    // What was asked before training began is not shown in it.
    if (!isTraining.peek()) await takeIn(lists);
  } catch (error) {
    if (!(error instanceof NotConnected || error instanceof Problem)) throw error;
  } finally {
    isLooking = false;
  }
}

/** Not known to the server yet. Money noted on a list is in this drawer, and prices given by hand are this till's. */
function isToTell({ version, held: put, tenders, markdowns }: Draft): boolean {
  return (!version || !put?.until) && !tenders?.length && !markdowns?.length;
}

async function share(draft: Draft): Promise<void> {
  try {
    const now = await till.holdList(draft.uid, wishOf(draft));
    await noteShared(draft.uid, now.version, now.expires_at);
  } catch (error) {
    if (!(error instanceof Problem) || !GONE.has(error.code)) throw error;
    await dropHeld(draft.uid);
    announce(error.message, { isUrgent: true });
  }
}

const GONE = new Set(["held_list_moved", "held_list_sold"]);

/** What became of lists that are held here, what others hold, and whether one was taken up twice. */
async function takeIn(lists: readonly HeldList[]): Promise<void> {
  const versions = new Map(held.peek().map(({ uid, version = 0 }) => [uid, version]));
  for (const list of lists) {
    if (isGone(list, versions.get(list.uid))) {
      await dropHeld(list.uid);
      announce(whoHasIt(list));
    }
    if (list.also_taken_by && isMine(list) && list.uid === counterSale.peek()?.draft.peek().uid)
      tellTwice(list);
  }
  // Of a sale that is not booked yet the list is taken up as well.
  const paid = (await database.envelopes.toCollection().primaryKeys()) as string[];
  const here = held.peek().map(({ uid }) => uid);
  const known = new Set([...here, ...paid, counterSale.peek()?.draft.peek().uid]);
  heldElsewhere.value = lists
    .filter((list) => (list.state === "held" || isMine(list)) && !list.is_sold && !known.has(list.uid))
    .sort((one, other) => (one.held_at < other.held_at ? -1 : 1));
}

/**
 * Whether a list that is held here is so no more: sold, or thrown away or taken up elsewhere since.
 *
 * What was told may be older than what is here: a list that was taken up and put by again has the newer version.
 */
function isGone(list: HeldList, version: number | undefined): boolean {
  if (version === undefined) return false;
  return list.is_sold || (list.version > version && list.state !== "held" && !isMine(list));
}

/** Says once that another till took up the list that is on this counter. */
function tellTwice({ uid, also_taken_by: register }: HeldList): void {
  if (told.has(uid)) return;
  told.add(uid);
  announce(
    t("%(register)s took this list up too, without a network. Ask there before you take money.", {
      register,
    }),
    {
      isUrgent: true,
    },
  );
}

async function tellTakenAlone(): Promise<void> {
  for (const uid of await takenAlone()) {
    const now = await till.takeHeld(uid, true).catch((error) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    await noteTakenAlone((await takenAlone()).filter((one) => one !== uid));
    if (now) await noteTakenUp(uid, now.version);
    if (now && !isMine(now)) announce(whoHasIt(now), { isUrgent: true });
  }
}

/** Whether other tills may know a list: from its moment on the uid can be sold elsewhere. */
export async function isShared({ uid, version }: Draft): Promise<boolean> {
  return version !== undefined || (await takenAlone()).includes(uid);
}

/** Why a list cannot be sold under its uid: who sold it, as far as the server says that. */
export async function wordsOfSold(uid: string): Promise<string> {
  const lists = await till.listHeld().catch(() => null);
  const list = lists?.lists.find((one) => one.uid === uid);
  const register = list && (isMine(list) ? list.also_taken_by : list.register_name);
  if (register)
    return t("%(register)s sold this list already. What was taken for it here is not booked: give it back.", {
      register,
    });
  return t("This list was sold already. Look at the receipts: what was taken for it now is not booked.");
}

async function takenAlone(): Promise<string[]> {
  return (await database.note<string[]>(TAKEN_ALONE)) ?? [];
}

async function noteTakenAlone(uids: string[]): Promise<void> {
  await database.setNote(TAKEN_ALONE, uids.length > 0 ? uids : undefined);
}

async function dropExpired(): Promise<void> {
  const now = new Date().toISOString();
  for (const { uid, held: put } of held.peek()) if (put?.until && put.until < now) await dropHeld(uid);
  await readHeld();
}

function isMine({ register_uid, state }: HeldList): boolean {
  return state === "taken" && register_uid === session.peek()?.register.uid;
}

function isOnlyMine(list: HeldList): boolean {
  return isMine(list) && !list.is_sold;
}

function whoHasIt({ state, is_sold, register_name: register, staff_name: name }: HeldList): string {
  if (state === "thrown_away") return t("%(name)s at %(register)s threw this list away.", { name, register });
  if (is_sold) return t("%(name)s at %(register)s sold this list.", { name, register });
  return t("%(name)s at %(register)s has this list now.", { name, register });
}

/** Of a failed question: nothing without an answer; a refusal is the caller's. */
function onlyNoAnswer(error: unknown): null {
  if (error instanceof NotConnected) return null;
  throw error;
}

function wishOf(draft: Draft) {
  return {
    base_version: draft.version ?? 0,
    lines: draft.lines.map(({ uid, sku, name, quantity, unitPriceMinor, taxRateBp }) => ({
      uid,
      sku,
      name,
      quantity,
      unit_price_minor: unitPriceMinor,
      tax_rate_bp: taxRateBp,
    })),
    coupon_codes: draft.couponCodes,
    member_number: draft.cardNumber ?? "",
    is_for_home: draft.held?.isForHome ?? false,
    total_minor: draft.held?.totalMinor ?? 0,
    held_at: draft.held?.at ?? new Date().toISOString(),
  };
}

/** The list under the uid it has, so that the books take one sale of it; the money is taken under an id of this till. */
function draftOf(list: HeldList): Draft {
  return {
    place: `held/${list.uid}`,
    uid: list.uid,
    tenderUid: newUid(),
    lines: list.lines.map((line) => ({
      uid: line.uid,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unitPriceMinor: line.unit_price_minor,
      taxRateBp: line.tax_rate_bp,
    })),
    couponCodes: list.coupon_codes,
    member: null,
    ...(list.member_number ? { cardNumber: list.member_number } : {}),
    pickupCode: "",
    version: list.version,
  };
}

/** What is to be asked again of a list that was taken up. */
export function sayTakenUp(isForHome: boolean): void {
  if (isForHome) announce(t("The list is taken up. Ask for the address again: it was not kept."));
  else say(t("The list is taken up again."));
}
