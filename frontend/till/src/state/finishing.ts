/** Finishing: money was taken, so the sale is written down, sent until it is answered, and its receipt shown. */
import { computed, signal } from "@preact/signals";
import { clockOffsetS, offlineTerms, pricesAsOf, serverNow } from "../alone/here";
import { laterSale } from "../alone/later";
import { type Limit, limitPassed } from "../alone/limits";
import { slipHere } from "../alone/slip_here";
import { countedSales } from "../alone/sold";
import { isConnected } from "../api/client";
import { isUidUsedUp, Problem } from "../api/problem";
import type { LaterSale, Quote, SaleBody, SaleDone, Slip } from "../api/shapes";
import { freshness } from "../assortment/follower";
import type { Draft, Envelope } from "../data/db";
import { type Outcome, pauseAfter, TRIES_BEFORE_SET_ASIDE } from "../data/outbox";
import { language, t } from "../i18n";
import { standing, weightOf } from "../sale/markdowns";
import { type Handed, standingOf, tenderedOf } from "../sale/tendering";
import { keepPractice } from "../training/practised";
import { isTraining } from "../training/world";
import { announce } from "./announce";
import { aside, isOfHere, readAside } from "./aside";
import { outbox, stand } from "./device";
import { momentHere } from "./drawer_alone";
import { isShared, wordsOfSold } from "./held_shared";
import type { OpenSale } from "./open_sale";
import { dropSale, saleAt } from "./sales";
import { may, session, tenderKinds } from "./session";
import { queueSale, soldAlone, waiting } from "./waiting";

/** A finished sale, as the last screen shows it: booked, or with a receipt of this till until it is. */
export type Finished = Booked | { envelope: Envelope; done?: undefined; slip: Slip };

export interface Booked {
  slip?: undefined;
  envelope: Envelope;
  done: SaleDone;
}

/** The sale on its way: nothing else is sold at this till before it is answered or set aside. */
export const unsent = signal<Envelope | null>(null);
/** When the next try starts, or null while one is under way. */
export const nextTryAt = signal<number | null>(null);
export const finished = signal<Finished | null>(null);

/**
 * Whether setting the sale on its way aside is offered: it was tried often enough, and the server is there, without
 * which the next sale could not be priced either; or it is of another register, and is not sent from here at all.
 */
export const offersSetAside = computed(() => {
  const envelope = unsent.value;
  if (!envelope) return false;
  return !isOfHere(envelope) || (envelope.tries >= TRIES_BEFORE_SET_ASIDE && isConnected.value);
});
/** Whether it can be set aside this moment: no try is under way. */
export const canSetAside = computed(() => offersSetAside.value && nextTryAt.value !== null);

let timer: ReturnType<typeof setTimeout> | undefined;
let isWriting = false;
let isTrying = false;

/** What a sale or hand-over says to the server; the prices are those the screen showed. */
export function envelopeOf(draft: Draft, quote: Quote, cashMinor: number, madeAt: Date): Envelope {
  const isSale = draft.place === "counter";
  const applied = new Set(quote.coupons.map((coupon) => coupon.code));
  const lines = draft.lines.map(({ uid, sku, quantity, unitPriceMinor }) => ({
    uid,
    sku,
    quantity,
    unit_price_minor: unitPriceMinor,
  }));
  const markdowns = standing(draft);
  const common = {
    coupon_codes: draft.couponCodes.filter((code) => applied.has(code)),
    tenders: tendersOf(draft, cashMinor),
    expected_total_minor: quote.total_minor,
  };
  return {
    uid: draft.uid,
    kind: isSale ? "sale" : "hand_over",
    place: draft.place,
    path: isSale ? "/sales" : `/pickups/${draft.place}/hand-over`,
    body: isSale
      ? {
          uid: draft.uid,
          lines,
          customer_uid: draft.member?.uid ?? null,
          ...(draft.home ? { delivery: draft.home } : {}),
          markdowns,
          ...(draft.approvalUid ? { approval_uid: draft.approvalUid } : {}),
          ...(isTraining.peek() ? { is_training: true } : {}),
          ...common,
        }
      : { pickup_code: draft.pickupCode, extra_lines: lines, ...common },
    key: draft.uid,
    storeCode: stand.value?.storeCode ?? "",
    registerCode: stand.value?.registerCode ?? "",
    totalMinor: quote.total_minor,
    tenderedMinor: tenderedOf(draft.tenders ?? [], cashMinor),
    ...(draft.tenders?.length ? { changeMinor: changeFor(draft, quote, cashMinor) } : {}),
    madeAt: madeAt.toISOString(),
    tries: 0,
  };
}

function tendersOf(draft: Draft, cashMinor: number): SaleBody["tenders"] {
  const others = (draft.tenders ?? []).map(({ uid, provider, amountMinor, reference, pieces }) => ({
    uid,
    provider,
    amount_minor: amountMinor,
    reference,
    pieces,
  }));
  return [...others, ...cashOf(draft, cashMinor)];
}

/** Cash as every till says it. */
function cashOf(draft: Draft, cashMinor: number) {
  return cashMinor > 0 ? [{ uid: draft.tenderUid, provider: "cash", amount_minor: cashMinor }] : [];
}

/** What goes back in cash: on certificates that give change, and of the cash that was handed in. */
function changeFor(draft: Draft, quote: Quote, cashMinor: number): number {
  const { restMinor, changeMinor } = standingOf(draft.tenders ?? [], quote.due_minor, tenderKinds.peek());
  return changeMinor + Math.max(0, cashMinor - restMinor);
}

/** The tenders as they were taken by this till, with the change that it gave on each certificate. */
function madeTenders(draft: Draft, quote: Quote, cashMinor: number): LaterSale["tenders"] {
  const handed = draft.tenders ?? [];
  const { parts } = standingOf(handed, quote.due_minor, tenderKinds.peek());
  const others = handed.map(({ uid, provider, amountMinor, reference, pieces }, place) => ({
    uid,
    provider,
    amount_minor: amountMinor,
    reference,
    pieces,
    change_minor: pieces ? (parts[place]?.changeMinor ?? 0) : null,
  }));
  return [...others, ...cashOf(draft, cashMinor)];
}

/**
 * Takes the money and sends the sale. A second tap while it is on its way does nothing.
 *
 * A device that cannot write the sale down refuses it: what was not sent and is nowhere kept would be lost.
 */
export async function finish(sale: OpenSale, cashMinor: number): Promise<void> {
  const quote = sale.quote.value;
  if (unsent.value || isWriting || !quote || !sale.isPayable.value || limitOf(sale)) return;
  const madeAt = isTraining.peek() ? new Date() : momentHere(new Date());
  const envelope = mending({
    ...envelopeOf(sale.draft.value, quote, cashMinor, madeAt),
    ...madeHere(sale, quote, cashMinor, madeAt),
  });
  // Only what is sent later can say whose card it was.
  const { cardNumber, member } = sale.draft.peek();
  const isAlone = !!envelope.slip && (sale.isPricedHere.peek() || (!!cardNumber && !member));
  isWriting = true;
  sale.problem.value = null;
  try {
    if (isTraining.peek()) return giveReceipt(await keepPractice(envelope));
    await (isAlone ? queueSale(envelope) : outbox.put(envelope));
  } catch {
    sale.problem.value = notKept();
    return;
  } finally {
    isWriting = false;
  }
  aside.value = aside.value.filter(({ uid }) => uid !== envelope.uid);
  if (isAlone) {
    giveReceipt(envelope);
    return;
  }
  nextTryAt.value = null;
  unsent.value = envelope;
  await tryNow();
}

/**
 * Nobody answered in time: the customer leaves with a receipt of this till, and the sale is sent by itself.
 *
 * Should the device not be able to write that down, the sale stays on its way, as it was written down before.
 */
async function finishHere(envelope: Envelope): Promise<void> {
  try {
    await queueSale(envelope);
  } catch {
    return wait(envelope, pauseAfter(envelope.tries));
  }
  giveReceipt(envelope);
  await takeNext();
}

function giveReceipt(envelope: Envelope): void {
  dropSale(envelope.place);
  if (envelope.slip) finished.value = { envelope, slip: envelope.slip };
}

/** What would be passed by making a sale without the server, where this till priced it; null where nothing is. */
export function limitOf(sale: OpenSale): Limit | null {
  const quote = sale.quote.value;
  const pricedAt = Date.parse(pricesAsOf.value ?? "");
  const tenders = sale.draft.value.tenders ?? [];
  return sale.isPricedHere.value && quote ? limitFor(quote, serverNow() - pricedAt, tenders) : null;
}

function limitFor(quote: Quote, ageMs: number, tenders: readonly Handed[]): Limit | null {
  if (isTraining.value) return null;
  const asked = {
    totalMinor: quote.total_minor,
    couponCodes: quote.coupons.map(({ code }) => code),
    sold: countedSales(soldAlone.value, waiting.value, freshness.value.asOf).filter(isOfHere),
    ageMs,
    ...(quote.markdown_minor && !may("mark_down_large") ? { markdowns: weightOf(quote) } : {}),
    tenders,
    kinds: tenderKinds.value,
  };
  return limitPassed(asked, offlineTerms.value);
}

/** What is sent, and the receipt that is given, should the server not answer; nothing where that is not allowed. */
function madeHere(sale: OpenSale, quote: Quote, cashMinor: number, madeAt: Date): Partial<Envelope> {
  const draft = sale.draft.peek();
  const here = session.peek();
  const isHere = sale.isPricedHere.peek();
  const isLimited = isHere
    ? limitOf(sale)
    : limitFor(quote, serverNow() - sale.quotedAtMs, draft.tenders ?? []);
  // A practice pickup has nobody else who could make its paper.
  const needsServer = (sale.isHandOver && !isTraining.peek()) || draft.home;
  if (needsServer || !here || isLimited) return {};
  const syncedAt = isHere ? pricesAsOf.peek() : new Date(sale.quotedAtMs).toISOString();
  if (!syncedAt) return {};
  const later = laterSale({
    draft,
    quote,
    tenders: madeTenders(draft, quote, cashMinor),
    session: here,
    madeAt: madeAt.toISOString(),
    clockOffsetS: clockOffsetS.peek(),
    syncedAt,
    isTraining: isTraining.peek(),
  });
  const made = {
    number: later.provisional_number,
    madeAt: later.made_at,
    quote,
    cashMinor,
    handed: draft.tenders ?? [],
    kinds: tenderKinds.peek(),
    staffName: here.staff.name,
    markdowns: standing(draft),
    memberNumber: draft.member?.member_number ?? draft.cardNumber ?? "",
    isTraining: isTraining.peek(),
  };
  return { later, slip: slipHere(made, here, language.peek()) };
}

/** With the sale set aside that it mends, if its list is one that was taken up. */
function mending(envelope: Envelope): Envelope {
  const mends = aside.value.find(({ uid }) => uid === envelope.uid);
  if (!mends) return envelope;
  // Its refusal must come to whoever mends it, while the customer is there.
  const { later: _, slip: __, ...sent } = envelope;
  return { ...sent, mends };
}

/** This device's own refusal, told like one of the server's. */
function notKept(): Problem {
  const words = t("This device cannot keep the sale. Do not hand anything over; try again.");
  return new Problem(0, "sale_not_kept", words);
}

/** Takes up a sale that was on its way when the device went off. */
export async function restoreUnsent(): Promise<void> {
  unsent.value = (await outbox.first()) ?? null;
  if (unsent.value) nextTryAt.value = Date.now();
  await readAside();
}

/** Sends the waiting sale now, unless a try is under way or nobody is signed in at its register. */
export async function tryNow(): Promise<void> {
  const envelope = unsent.value;
  if (!envelope || isTrying || !isOfHere(envelope)) return;
  isTrying = true;
  clearTimeout(timer);
  nextTryAt.value = null;
  try {
    await settle(await outbox.attempt(envelope));
  } catch (error) {
    // The same envelope is sent again under the same key: whatever failed, the sale is booked once.
    const tries = envelope.tries + 1;
    wait({ ...envelope, tries }, pauseAfter(tries));
    throw error;
  } finally {
    isTrying = false;
  }
}

function wait(envelope: Envelope, retryInS: number): void {
  unsent.value = envelope;
  nextTryAt.value = Date.now() + retryInS * 1_000;
  timer = setTimeout(() => void tryNow(), retryInS * 1_000);
}

async function settle(outcome: Outcome): Promise<void> {
  if (outcome.kind === "waiting") {
    if (outcome.envelope.slip) await finishHere(outcome.envelope);
    else wait(outcome.envelope, outcome.retryInS);
    return;
  }
  if (outcome.kind === "moved") return takeNext();
  const { place } = outcome.envelope;
  if (outcome.kind === "done") {
    dropSale(place);
    finished.value = { envelope: outcome.envelope, done: outcome.done };
  } else {
    await settleRefused(await saleAt(place), outcome.envelope, outcome.problem);
  }
  await takeNext();
}

async function settleRefused(sale: OpenSale, envelope: Envelope, problem: Problem): Promise<void> {
  if (isUidUsedUp(problem) && (await isShared(sale.draft.peek())))
    return keepSoldElsewhere(envelope, problem);
  if (isUidUsedUp(problem)) sale.renew();
  else if (sale.isHandOver) sale.renewTender();
  sale.refuse(problem);
  if (envelope.mends) await readAside();
}

/** Another till sold the list. Under a new uid it would be booked twice: it is set aside, with the money to give back. */
async function keepSoldElsewhere(envelope: Envelope, { status, code }: Problem): Promise<void> {
  const refusal = await wordsOfSold(envelope.uid);
  await outbox.setAside({ ...envelope, lastAnswer: { status, code, refusal } }, new Date());
  dropSale(envelope.place);
  await readAside();
  announce(refusal, { isUrgent: true });
}

async function takeNext(): Promise<void> {
  const next = await outbox.first();
  unsent.value = next ?? null;
  nextTryAt.value = null;
  if (next) wait(next, 0);
}

/** Sets the sale on its way aside, so that the next customer can pay. Nothing is booked by it, and nothing forgotten. */
export async function setAside(): Promise<void> {
  const envelope = unsent.value;
  if (!envelope || isTrying || !canSetAside.value) return;
  isTrying = true;
  clearTimeout(timer);
  // Held to the end: a try in between would write the sale down as one that is on its way.
  try {
    if (!(await isSetAside(envelope))) return;
    dropSale(envelope.place);
    await readAside();
    await takeNext();
  } finally {
    isTrying = false;
  }
}

async function isSetAside(envelope: Envelope): Promise<boolean> {
  try {
    await outbox.setAside(envelope, new Date());
    return true;
  } catch {
    announce(t("This device cannot set the sale aside. It goes on being sent."), { isUrgent: true });
    wait(envelope, pauseAfter(envelope.tries));
    return false;
  }
}

/** Tries again as soon as the device says it has a network. */
export function followNetwork(): void {
  addEventListener("online", () => void tryNow());
}
