/**
 * How several tenders pay one list, as the server splits them (`noren.payments.tenders.rules`): certificates whose rest
 * is kept first, then what is exact, then certificates with change, cash last. Pure; whole minor units.
 */
import type { TenderKind } from "../api/shapes";
import type { Envelope } from "../data/db";
import { changeOf } from "../money";

/** What was handed in by another tender than cash, as a draft keeps it. */
export interface Handed {
  uid: string;
  provider: string;
  amountMinor: number;
  reference: string;
  /** Gift certificates of one face value; null for a terminal. */
  pieces: number | null;
}

/** What one tender pays. `tenderedMinor` is the amount with its change and what the shop keeps. */
export interface Part {
  provider: string;
  amountMinor: number;
  tenderedMinor: number;
  changeMinor: number;
  keptMinor: number;
}

/** Why tenders cannot pay: one is more than is needed, or its kind is not taken any more. */
export type Wrong = { kind: "too_large"; uid: string } | { kind: "unknown"; uid: string };

export interface Standing {
  parts: readonly Part[];
  /** What is left to pay, in cash or otherwise. */
  restMinor: number;
  /** What goes back in cash on certificates. */
  changeMinor: number;
  wrong: Wrong | null;
}

const TURNS = ["kept", "refused", "change"];

/** How a list stands whose other tenders than cash are handed in. */
export function standingOf(
  handed: readonly Handed[],
  dueMinor: number,
  kinds: readonly TenderKind[],
): Standing {
  const known = new Map(kinds.map((kind) => [kind.code, kind]));
  const turn = ({ provider }: Handed) => TURNS.indexOf(known.get(provider)?.rest ?? "refused");
  const parts = new Map<string, Part>();
  let restMinor = dueMinor;
  let wrong: Wrong | null = null;
  for (const each of [...handed].sort((one, other) => turn(one) - turn(other))) {
    const kind = known.get(each.provider);
    const amountMinor = Math.min(restMinor, each.amountMinor);
    const over = each.amountMinor - amountMinor;
    if (!kind) wrong ??= { kind: "unknown", uid: each.uid };
    else if (amountMinor === 0 || (over > 0 && kind.rest === "refused"))
      wrong ??= { kind: "too_large", uid: each.uid };
    const givesChange = kind?.rest === "change";
    parts.set(each.uid, {
      provider: each.provider,
      amountMinor,
      tenderedMinor: each.amountMinor,
      changeMinor: givesChange ? over : 0,
      keptMinor: givesChange ? 0 : over,
    });
    restMinor -= amountMinor;
  }
  // No certificate of which nothing is needed: one less would have paid as well, and it is no way to cash.
  const vouchers = handed.filter(({ provider }) => known.get(provider)?.form === "voucher");
  const overMinor = vouchers.reduce((sum, { uid }) => {
    const part = parts.get(uid);
    return sum + (part?.keptMinor ?? 0) + (part?.changeMinor ?? 0);
  }, 0);
  const needless = overMinor > 0 ? vouchers.find((each) => overMinor >= faceOf(each)) : undefined;
  if (needless) wrong ??= { kind: "too_large", uid: needless.uid };
  const inOrder = handed.flatMap(({ uid }) => parts.get(uid) ?? []);
  return {
    parts: inOrder,
    restMinor,
    changeMinor: inOrder.reduce((sum, part) => sum + part.changeMinor, 0),
    wrong,
  };
}

/** What one piece is worth: pieces of one tender are alike, so nothing is rounded. */
function faceOf({ amountMinor, pieces }: Handed): number {
  if (!pieces || pieces === 1) return amountMinor;
  return Number(BigInt(amountMinor) / BigInt(pieces));
}

/** What goes back in cash for a deed that took money; 0 where too little was handed in. */
export function changeOfEnvelope(deed: {
  totalMinor: number;
  tenderedMinor: number;
  changeMinor?: number;
}): number {
  return deed.changeMinor ?? changeOf(deed.totalMinor, deed.tenderedMinor) ?? 0;
}

/** What of a deed's money goes into the drawer, or comes out of it as change: it opens for that. */
export function forDrawer(
  deed: Pick<Envelope, "body" | "changeMinor">,
  kinds: readonly TenderKind[],
): number {
  const opening = new Set(kinds.filter((kind) => kind.opens_drawer).map((kind) => kind.code));
  return deed.body.tenders
    .filter(({ provider }) => provider === "cash" || opening.has(provider))
    .reduce((sum, { amount_minor }) => sum + amount_minor, deed.changeMinor ?? 0);
}

/** What was handed in together, with cash. */
export function tenderedOf(handed: readonly Handed[], cashMinor: number): number {
  return handed.reduce((sum, { amountMinor }) => sum + amountMinor, cashMinor);
}
