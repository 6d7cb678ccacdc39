/** What exercises are checked by: what is on the counter and in the practice book, never which button was tapped. */
import type { Shift } from "../api/shapes";
import type { Envelope } from "../data/db";
import type { OpenSale } from "../state/open_sale";
import type { Route } from "../state/route";
import { ORDER_UID, type PracticeStatus, skuOf } from "./pickup";
import { PICKUP_CODE } from "./shelf";

export interface SeenSale {
  /** Pieces by SKU. */
  pieces: Readonly<Record<string, number>>;
  totalMinor: number;
  tenderedMinor: number;
  hasMember: boolean;
  couponCodes: readonly string[];
  /** Whether it was made while the exercise was without a network. */
  isWaiting: boolean;
}

/** The shift of the practice drawer, open or closed. Minor units. */
export interface SeenShift {
  openingMinor: number;
  /** What cash was moved for, and by how much each made the drawer more. */
  purposes: readonly string[];
  deltasMinor: readonly number[];
  /** By how much each check differed; null for a look without a count. */
  checks: readonly (number | null)[];
  /** By how much it differed when it was closed; null while it is open. */
  differenceMinor: number | null;
}

/** The practice pickup. */
export interface SeenPickup {
  status: PracticeStatus;
  /** Pieces by SKU that were ticked off. */
  picked: Readonly<Record<string, number>>;
  /** Whether the customer's code was checked. */
  isCodeChecked: boolean;
}

/** What comes back of the practice sale, in pieces by SKU. */
export interface SeenBack {
  /** What was chosen last, whether or not it was taken back. */
  asked: Readonly<Record<string, number>>;
  returned: Readonly<Record<string, number>>;
}

export interface Seen {
  /** Pieces by SKU on the counter. */
  pieces: Readonly<Record<string, number>>;
  hasMember: boolean;
  /** Coupons that take something off. */
  couponCodes: readonly string[];
  /** Whether this till worked out the price by itself. */
  isPricedHere: boolean;
  /** Lists put by. */
  heldCount: number;
  /** Sales since the exercise began, the oldest first. */
  sales: readonly SeenSale[];
  /** Whether the last sale's receipt is on the screen. */
  isReceiptShown: boolean;
  isConnected: boolean;
  /** The last shift of the practice drawer. */
  shift: SeenShift | null;
  /** Null where none waits. */
  pickup: SeenPickup | null;
  /** Null where nobody bought anything yesterday. */
  back: SeenBack | null;
  screen: Route["screen"];
}

/** The list over the counter, as far as exercises look at it. */
export function seenCounter(
  sale: OpenSale | null,
): Pick<Seen, "pieces" | "hasMember" | "couponCodes" | "isPricedHere"> {
  const draft = sale?.draft.value;
  const quote = sale?.isFresh.value ? sale.quote.value : null;
  return {
    pieces: Object.fromEntries(draft?.lines.map(({ sku, quantity }) => [sku, quantity]) ?? []),
    hasMember: Boolean(draft?.member),
    couponCodes: quote?.coupons.map(({ code }) => code) ?? [],
    isPricedHere: quote !== null && (sale?.isPricedHere.value ?? false),
  };
}

/** A finished practice sale, as far as exercises look at it. */
export function seenSale({ later, totalMinor, tenderedMinor, body, queuedAt }: Envelope): SeenSale {
  const hasMember = "customer_uid" in body && Boolean(body.customer_uid);
  return {
    pieces: Object.fromEntries(later?.lines.map(({ sku, quantity }) => [sku, quantity]) ?? []),
    totalMinor,
    tenderedMinor,
    hasMember,
    couponCodes: later?.coupons.map(({ code }) => code) ?? [],
    isWaiting: queuedAt !== undefined,
  };
}

/** A shift, as far as exercises look at it. */
export function seenShift(shift: Shift | undefined): SeenShift | null {
  if (!shift) return null;
  return {
    openingMinor: shift.opening_minor,
    purposes: shift.moves.map(({ purpose }) => purpose),
    deltasMinor: shift.moves.map(({ delta_minor }) => delta_minor),
    checks: shift.checks.map(({ difference_minor }) => difference_minor),
    differenceMinor: shift.difference_minor,
  };
}

/** The practice pickup, as far as exercises look at it: what was ticked off of it, and its list of the hand-over. */
export function seenPickup(
  status: PracticeStatus | null,
  picking: { orderUid: string; pieces: Readonly<Record<string, number>> } | null,
  sale: OpenSale | null,
): SeenPickup | null {
  if (!status) return null;
  const ticked = picking?.orderUid === ORDER_UID ? Object.entries(picking.pieces) : [];
  const isCodeChecked = sale?.place === ORDER_UID && sale.draft.value.pickupCode === PICKUP_CODE;
  return {
    status,
    picked: Object.fromEntries(ticked.map(([line, pieces]) => [skuOf(line), pieces])),
    isCodeChecked: isCodeChecked || status === "completed",
  };
}
