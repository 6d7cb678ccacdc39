/** What a practice drawer should hold and its report says, added up as the server does it. Pure; whole minor units. */
import type { Shift, ShiftReport, TenderCount, TenderKind } from "../api/shapes";
import type { Envelope } from "../data/db";
import { changeOfEnvelope, type Part, standingOf } from "../sale/tendering";
import type { PracticeReturn } from "./returns";

/** What came back in a shift, and was given back in cash. */
export type Back = Pick<PracticeReturn, "totalMinor" | "taxes">;

/** Practice sales and returns of a shift, the oldest first, with the ways of paying that the shop has. */
export interface Takings {
  sales: readonly Envelope[];
  backs: readonly Back[];
  kinds: readonly TenderKind[];
}

type Rate = ShiftReport["taxes"][number];
type Held = ShiftReport["held"][number];

/** What an X or Z report says of a shift. */
export function reportOf({ opening_minor, moves }: Pick<Shift, "opening_minor" | "moves">, takings: Takings) {
  const { sales, backs } = takings;
  const later = sales.flatMap((sale) => sale.later ?? []);
  const discounted = later.filter(({ discount_minor }) => discount_minor > 0);
  const total = sum(sales.map(({ totalMinor }) => totalMinor));
  const refunded_minor = sum(backs.map(({ totalMinor }) => totalMinor));
  const moved = (sign: 1 | -1) => sum(moves.map(({ delta_minor }) => Math.max(0, sign * delta_minor)));
  const cash = {
    opening_minor,
    taken_minor: sum(sales.map(cashKept)),
    refunded_minor,
    paid_out_minor: 0,
    moved_in_minor: moved(1),
    moved_out_minor: moved(-1),
  };
  return {
    cash: {
      ...cash,
      expected_minor:
        opening_minor + cash.taken_minor - refunded_minor + cash.moved_in_minor - cash.moved_out_minor,
    },
    sales: { count: sales.length, minor: total },
    returns: { count: backs.length, minor: refunded_minor },
    voids: { count: 0, minor: 0 },
    discounts: { count: discounted.length, minor: sum(discounted.map((sale) => sale.discount_minor)) },
    total_minor: total - refunded_minor,
    taxes: ratesOf(
      later.flatMap(({ taxes }) => taxes),
      backs.flatMap(({ taxes }) => taxes),
    ),
    tenders: tendersOf(takings),
    held: heldOf(takings),
    points: sum(later.map(({ points }) => points)),
    coupons: sum(later.map(({ coupons }) => coupons.length)),
    receipts: sales.length + backs.length,
    // Papers of practice have no number.
    first_receipt: "",
    last_receipt: "",
  } satisfies ShiftReport;
}

/** A report with what was counted beside cash. */
export function withTenderCounts(
  report: ShiftReport,
  counts: readonly TenderCount[],
  kinds: readonly TenderKind[],
): ShiftReport {
  const held = new Map(report.held.map((each) => [each.provider, each]));
  for (const { provider, counted_minor, pieces } of counts) {
    const known = held.get(provider) ?? nothingOf(provider, kinds);
    const difference_minor = counted_minor - known.expected_minor;
    held.set(provider, { ...known, counted_minor, counted_pieces: pieces ?? null, difference_minor });
  }
  const shown = [...held.values()].filter((each) => each.came_minor || each.counted_minor);
  return { ...report, held: shown };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, minor) => total + minor, 0);
}

/** What of a sale's cash stays in the drawer. */
function cashKept(sale: Envelope): number {
  const cash = sale.body.tenders.filter(({ provider }) => provider === "cash");
  return sum(cash.map(({ amount_minor }) => amount_minor)) - changeOfEnvelope(sale);
}

/** What fell under each rate, less what came back. */
function ratesOf(taken: readonly Rate[], back: readonly Rate[]): Rate[] {
  const sums = new Map<number, Rate>();
  const add = ({ rate_bp, net_minor, tax_minor, gross_minor }: Rate, sign: 1 | -1) => {
    const before = sums.get(rate_bp) ?? { rate_bp, net_minor: 0, tax_minor: 0, gross_minor: 0 };
    sums.set(rate_bp, {
      rate_bp,
      net_minor: before.net_minor + sign * net_minor,
      tax_minor: before.tax_minor + sign * tax_minor,
      gross_minor: before.gross_minor + sign * gross_minor,
    });
  };
  for (const rate of taken) add(rate, 1);
  for (const rate of back) add(rate, -1);
  return [...sums.values()].sort((one, other) => other.rate_bp - one.rate_bp);
}

interface Paid extends Part {
  pieces: number;
}

/** What each tender beside cash paid of a sale. */
function partsOf({ body, totalMinor }: Envelope, kinds: readonly TenderKind[]): Paid[] {
  const others = body.tenders.filter(({ provider }) => provider !== "cash");
  const handed = others.map(({ uid, provider = "", amount_minor, reference, pieces }) => ({
    uid,
    provider,
    amountMinor: amount_minor,
    reference: reference ?? "",
    pieces: pieces ?? null,
  }));
  return standingOf(handed, totalMinor, kinds).parts.map((part, place) => ({
    ...part,
    pieces: handed[place]?.pieces ?? 1,
  }));
}

function tendersOf({ sales, backs, kinds }: Takings): ShiftReport["tenders"] {
  const moved = new Map<string, { taken_minor: number; given_back_minor: number }>();
  const add = (provider: string, taken: number, back: number) => {
    const before = moved.get(provider) ?? { taken_minor: 0, given_back_minor: 0 };
    const { taken_minor, given_back_minor } = before;
    moved.set(provider, { taken_minor: taken_minor + taken, given_back_minor: given_back_minor + back });
  };
  for (const sale of sales) {
    const parts = partsOf(sale, kinds);
    for (const { provider, amountMinor } of parts) add(provider, amountMinor, 0);
    const inCash = sale.totalMinor - sum(parts.map(({ amountMinor }) => amountMinor));
    if (inCash > 0) add("cash", inCash, 0);
  }
  for (const { totalMinor } of backs) add("cash", 0, totalMinor);
  return [...moved]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([provider, figures]) => ({ provider, ...figures, name: kindOf(provider, kinds)?.name ?? "" }));
}

/** What there should be beside cash: certificates with what the shop keeps of them, and slips of terminals. */
function heldOf({ sales, kinds }: Takings): Held[] {
  const held = new Map<string, Held>();
  for (const { provider, tenderedMinor, pieces } of sales.flatMap((sale) => partsOf(sale, kinds))) {
    const before = held.get(provider) ?? nothingOf(provider, kinds);
    const came_minor = before.came_minor + tenderedMinor;
    held.set(provider, {
      ...before,
      came_minor,
      expected_minor: came_minor,
      pieces: before.pieces + pieces,
    });
  }
  return [...held.values()];
}

function nothingOf(provider: string, kinds: readonly TenderKind[]): Held {
  const kind = kindOf(provider, kinds);
  return {
    provider,
    name: kind?.name ?? provider,
    is_counted: kind?.is_counted ?? false,
    came_minor: 0,
    back_minor: 0,
    pieces: 0,
    expected_minor: 0,
    counted_minor: null,
    counted_pieces: null,
    difference_minor: 0,
  };
}

function kindOf(provider: string, kinds: readonly TenderKind[]): TenderKind | undefined {
  return kinds.find(({ code }) => code === provider);
}
