/**
 * What the office knows this device as: its register, its secret, and whether it may go on selling. The only code that
 * keeps the secret.
 *
 * A device that was stopped forgets its customers and who was signed in, and never what it sold: that is sent as soon as
 * it may be.
 */
import { computed, signal } from "@preact/signals";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { DeviceTold, Enrolled, LaterSale } from "../api/shapes";
import * as till from "../api/till";
import { freshness } from "../assortment/follower";
import type { Envelope } from "../data/db";
import { forgetMembers } from "../data/forget_members";
import { forgetPeople } from "../data/forget_people";
import { forgetStaff } from "../staff/takeover";
import { dropTraining } from "../training/enter";
import { database, outbox, stand } from "./device";
import { drawerBook, readDrawerWords } from "./drawer_words";
import { finished, restoreUnsent } from "./finishing";
import { lastErrorOf } from "./last_error";
import { closeSales } from "./sales";
import { forgetSession, session } from "./session";
import { readWaiting } from "./waiting";

/** As it is kept; `secret` goes into every word with the office. */
interface Kept extends DeviceTold {
  secret: string;
}

const EVERY_MS = 60_000;
/** Of a device that was stopped: it may be let go on, or send what it has, at any moment. */
const STOPPED_EVERY_MS = 10_000;
const MOST_AT_ONCE = 25;

export const enrolled = signal<Kept | null>(null);
/** Whether nobody may sign in here: it was locked, or another device stands at its register. */
export const isStopped = computed(() => enrolled.value !== null && enrolled.value.state !== "active");
/** How many sales this device still has, of a device that was stopped. */
export const unsentHere = signal(0);

let version = "";
let isWiped = false;
let asked: Promise<void> = Promise.resolve();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Reads from the device whether it is enrolled. */
export async function restoreEnrolled(appVersion: string): Promise<void> {
  version = appVersion;
  enrolled.value = (await database.note<Kept>("device")) ?? null;
  isWiped = (await database.note<boolean>("wiped")) ?? false;
  unsentHere.value = await countUnsentHere();
}

/** Binds this device to the register of a link. Throws `Problem` or `NotConnected`. */
export async function enroll(linkSecret: string): Promise<void> {
  const told: Enrolled = await till.enroll(linkSecret, version);
  const { device_secret, ...device } = told;
  await forgetSession();
  // Of another store, where it had been there before.
  await forgetMembers(database);
  await keep({ ...device, secret: device_secret });
  await database.setNote("wiped", undefined);
  isWiped = false;
  stand.value = {
    storeCode: device.store.code,
    storeName: device.store.name,
    registerCode: device.register.code,
    registerName: device.register.name,
  };
  await database.setNote("stand", stand.value);
  followDevice();
}

/** Tells the office again and again how this device stands, and at once when there is a network again. */
export function followDevice(): void {
  clearTimeout(timer);
  if (!enrolled.peek()) return;
  void tellOffice().finally(() => {
    clearTimeout(timer);
    timer = setTimeout(followDevice, isStopped.peek() ? STOPPED_EVERY_MS : EVERY_MS);
  });
}

/** Follows from now on, and whenever the network comes back. */
export function followDeviceAlways(): () => void {
  followDevice();
  return isConnected.subscribe((connected) => {
    if (connected && isStopped.peek()) followDevice();
  });
}

/** Tells the office as far as it can be reached; without an answer nothing changes. */
export async function tellOffice(): Promise<void> {
  try {
    await askOffice();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
  }
}

/** Says how this device stands, and does what the answer asks for. Throws `Problem` or `NotConnected`. */
export function askOffice(): Promise<void> {
  // A word on its way may have left before what is asked about now: each is its own, after the one before.
  asked = asked.then(ask, ask);
  return asked;
}

async function ask(): Promise<void> {
  const device = enrolled.peek();
  if (!device) return;
  try {
    const told = await till.reportDevice(await reportOf(device.secret));
    await keep({ ...told, secret: device.secret });
    await obey();
  } catch (error) {
    if (!(error instanceof Problem && error.code === "device_not_found")) throw error;
    await keep(null);
    if (!session.peek()) await forgetMembers(database);
  } finally {
    unsentHere.value = await countUnsentHere();
  }
}

async function obey(): Promise<void> {
  const state = enrolled.peek()?.state;
  if (state === "active") {
    if (isWiped) await database.setNote("wiped", undefined);
    isWiped = false;
    return;
  }
  await dropTraining();
  await forgetSession();
  if (!isWiped) await wipe();
  if (state === "sending" || state === "replaced") await sendAll();
}

/** Forgets customers and who was signed in; the next word to the office says so. */
async function wipe(): Promise<void> {
  closeSales();
  finished.value = null;
  await forgetPeople(database);
  await forgetStaff();
  await database.setNote("wiped", true);
  isWiped = true;
  await readKept();
  const device = enrolled.peek();
  if (device) await till.reportDevice(await reportOf(device.secret)).catch(() => undefined);
}

/** Sends what this till sold in its store; what only a signed-in till can send, such as a hand-over, stays. */
async function sendAll(): Promise<void> {
  const device = enrolled.peek();
  if (!device || !(await sendWords(device))) return;
  const open = (await database.envelopes.orderBy("madeAt").toArray()).filter(
    (one) => one.later && !one.setAsideAt && one.storeCode === device.store.code,
  );
  for (let from = 0; from < open.length; from += MOST_AT_ONCE) {
    await sendBatch(device.secret, open.slice(from, from + MOST_AT_ONCE));
  }
  await readKept();
}

/** Sends what was done at the drawer, before any sale; answers false while some of it could not be booked. */
async function sendWords({ secret, store }: Kept): Promise<boolean> {
  for (;;) {
    const open = (await drawerBook.waiting()).filter(({ storeCode }) => storeCode === store.code);
    const batch = open.slice(0, MOST_AT_ONCE);
    if (batch.length === 0) return true;
    const { outcomes } = await till.sendStopped(
      secret,
      batch.map(({ sent }) => sent),
    );
    for (const [place, word] of batch.entries()) {
      const told = outcomes[place];
      if (told) await drawerBook.noteOutcome(word, told);
    }
    await readDrawerWords();
    if (outcomes.length < batch.length || outcomes.some(({ outcome }) => outcome === "not_now")) return false;
  }
}

/** What is in memory must not write back what was forgotten or booked. */
async function readKept(): Promise<void> {
  await restoreUnsent();
  await readWaiting();
}

async function sendBatch(secret: string, open: readonly Envelope[]): Promise<void> {
  // One that was on its way is sent like the others from now on: its list is not rung up again.
  const batch = await Promise.all(open.map((one) => (one.queuedAt ? one : outbox.queue(one, new Date()))));
  const { outcomes } = await till.sendStopped(
    secret,
    batch.map(({ later }) => later as LaterSale),
  );
  for (const [place, envelope] of batch.entries()) {
    const told = outcomes[place];
    if (told) await outbox.noteOutcome(envelope, told);
  }
}

async function reportOf(secret: string) {
  const waiting = await database.envelopes.orderBy("madeAt").toArray();
  const words = await database.words.orderBy("place").toArray();
  const since = [
    ...waiting.slice(0, 1).map(({ madeAt }) => madeAt),
    ...words.map(({ sent }) => sent.made_at),
  ];
  return {
    device_secret: secret,
    app_version: version,
    waiting_count: waiting.length + words.length,
    waiting_minor: waiting.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
    waiting_since: since.sort()[0] ?? null,
    goods_as_of: freshness.peek().asOf,
    last_error: lastErrorOf([...words, ...waiting]),
    is_wiped: isWiped,
  };
}

async function countUnsentHere(): Promise<number> {
  return (await database.envelopes.count()) + (await database.words.count());
}

async function keep(device: Kept | null): Promise<void> {
  await database.setNote("device", device ?? undefined);
  enrolled.value = device;
}
