/** What exercises are checked by: what is on the counter and in the practice book, never which button was tapped. */
import type { Envelope } from "../data/db";
import type { OpenSale } from "../state/open_sale";

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
