/** Who stands at this register. The only code that keeps the token. */
import { computed, signal } from "@preact/signals";
import { setToken } from "../api/client";
import type { Session, SignedIn, SignIn } from "../api/shapes";
import * as till from "../api/till";
import { language } from "../i18n";
import { formatMoney } from "../money";
import * as time from "../time";
import { database, stand } from "./device";

export const session = signal<Session | null>(null);
/** What this shop takes at its tills beside cash; a session of before this was known has none. */
export const tenderKinds = computed(() => session.value?.terms?.tenders ?? []);
export const isSignedIn = computed(() => session.value !== null);
/** Whether the last session ended by itself, so that the sign-in screen says why it is there. */
export const hasRunOut = signal(false);

const zone = computed(() => session.value?.store.time_zone ?? "Asia/Tokyo");

/** Takes up the session this device had, without waiting for the network. */
export async function restoreSession(): Promise<void> {
  const kept = await database.note<SignedIn>("session");
  if (kept) take(kept);
}

function take(signedIn: SignedIn): void {
  setToken(signedIn.token);
  session.value = signedIn;
  hasRunOut.value = false;
}

/** Reads anew who this is and what they may do; what the device kept may be of yesterday. */
export async function refreshSession(): Promise<void> {
  const kept = await database.note<SignedIn>("session");
  const now = await till.whoAmI().catch(() => null);
  if (!kept || !now || session.value?.staff.uid !== now.staff.uid) return;
  session.value = now;
  await database.setNote("session", { ...kept, ...now });
}

/** Signs in and remembers the register. Throws `Problem` or `NotConnected`. */
export async function enter(who: SignIn): Promise<void> {
  const signedIn = await till.signIn(who);
  const { store, register } = signedIn;
  stand.value = {
    storeCode: store.code,
    storeName: store.name,
    registerCode: register.code,
    registerName: register.name,
  };
  await database.setNote("stand", stand.value);
  await database.setNote("session", signedIn);
  take(signedIn);
}

/** Goes on as somebody else at the same register; what is being rung up stays. */
export async function takeOverAs(signedIn: SignedIn): Promise<void> {
  await database.setNote("session", signedIn);
  take(signedIn);
}

/** Signs out. The server is told when it can be reached; the device forgets the token in any case. */
export async function leave(): Promise<void> {
  await till.signOut().catch(() => undefined);
  await forgetSession();
}

/** The server no longer knows the token: asks for a new sign-in and keeps everything else. */
export async function runOut(): Promise<void> {
  if (!session.value) return;
  hasRunOut.value = true;
  await forgetSession();
}

/** Forgets who was signed in; lists and sales stay. */
export async function forgetSession(): Promise<void> {
  setToken(null);
  session.value = null;
  await database.setNote("session", undefined);
}

/** Whether the person signed in may do this here. */
export function may(deed: string): boolean {
  return session.value?.staff.deeds.includes(deed) ?? false;
}

/** Whether the person signed in may do this here when a second person approves. */
export function mayWithApproval(deed: string): boolean {
  return session.value?.staff.deeds_with_approval?.includes(deed) ?? false;
}

/** An amount in the currency of this shop. */
export function money(minor: number): string {
  return formatMoney(minor, currency());
}

/** The currency of this shop. */
export function currency(): string {
  return session.value?.terms.currency ?? "JPY";
}

/** An instant by the store's clock; with the day when it is not today. */
export function moment(iso: string): string {
  return time.moment(iso, zone.value, language.value, new Date());
}

/** The last day of a time that ends before an instant. */
export function lastDay(iso: string): string {
  return time.lastDay(iso, zone.value, language.value);
}

/** The last day on which the store still hands over what it keeps until an instant. */
export function lastTradingDay(iso: string): string {
  return time.lastTradingDay(iso, zone.value, language.value);
}

/** The store's day of an instant. */
export function day(iso: string): string {
  return time.day(iso, zone.value, language.value);
}

/** A date such as `2026-07-04`, with its day of the week. */
export function lastDayWords(date: string): string {
  return time.day(`${date}T12:00:00Z`, "UTC", language.value);
}

/** A date with its year. */
export function date(iso: string): string {
  return time.dateIn(iso, zone.value).replaceAll("-", "/");
}

/** The store's date of an instant, `2026-07-04`. */
export function storeDate(at: Date): string {
  return time.dateIn(at, zone.value);
}

/** A number as people read it: `1,240`. */
export function count(pieces: number): string {
  return pieces.toLocaleString("en");
}

/** An instant as receipts have it. */
export function stamp(iso: string): string {
  return time.stamp(iso, zone.value);
}
