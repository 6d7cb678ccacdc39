/** The practice drawer: shifts that are opened, looked at and closed on this device alone, as the server does it. */
import type {
  CashMoveWish,
  Shift,
  ShiftCheckWish,
  ShiftCount,
  ShiftDesk,
  ShiftStart,
  TenderCount,
} from "../api/shapes";
import { TAKES_OUT } from "../shift/words";
import { currency, session, tenderKinds } from "../state/session";
import type { Asked } from "./asked";
import { Kept } from "./kept";
import { practised } from "./practised";
import { refusal } from "./refusal";
import { practiceReturns } from "./returns";
import { reportOf, type Takings, withTenderCounts } from "./shift_figures";

/** The shifts of the practice drawer, the oldest first; only the last one may be open. */
const kept = new Kept<readonly Shift[]>("shifts", []);
export const practiceShifts = kept.now;

/** Coins and notes: those of the yen, or of any other currency the values that all of them have. */
const YEN = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1];
const OTHERS = [5_000, 1_000, 500, 100];

/**
 * Answers what is asked below `/shifts`. Much cash taken out needs no second person here, as nothing needs one in training.
 *
 * @throws Problem there is no such practice shift, or it is closed
 */
export async function answerDrawer({ method, path, body }: Asked): Promise<unknown> {
  const [, , uid = "", deed = ""] = path.split("/");
  if (method === "GET") {
    if (uid === "current") return desk();
    return uid ? told(shiftOf(uid)) : { shifts: practiceShifts.value.map(told).reverse() };
  }
  if (!uid) return open(body as ShiftStart);
  const shift = shiftOf(uid);
  if (shift.closed_at || !DEEDS[deed]) throw refusal();
  return put(DEEDS[deed](shift, body));
}

/** What may be done with an open shift. */
const DEEDS: Record<string, (shift: Shift, body: unknown) => Shift> = {
  cash: (shift, body) => moved(shift, body as CashMoveWish),
  checks: (shift, body) => checked(shift, body as ShiftCheckWish),
  close: (shift, body) => closed(shift, body as Closing),
};

interface Closing {
  counts: ShiftCount[];
  tenders: TenderCount[];
  reason: string;
}

function desk(): ShiftDesk {
  const last = practiceShifts.value.at(-1);
  return {
    at: now(),
    shift: last && !last.closed_at ? told(last) : null,
    left_minor: last?.closed_at ? last.counted_minor : null,
    in_no_shift: { receipts: 0, total_minor: 0 },
    is_required: false,
    is_blind: false,
    denominations: currency() === "JPY" ? YEN : OTHERS,
  };
}

function shiftOf(uid: string): Shift {
  const found = practiceShifts.value.find((shift) => shift.uid === uid);
  if (!found) throw refusal();
  return found;
}

/** With what an open shift comes to now. */
function told(shift: Shift): Shift {
  return shift.closed_at ? shift : { ...shift, report: reportOf(shift, takingsOf(shift)) };
}

function takingsOf({ opened_at }: Shift): Takings {
  return {
    sales: practised.value.filter(({ madeAt }) => madeAt >= opened_at),
    backs: practiceReturns.value.filter(({ returnedAt }) => returnedAt >= opened_at),
    kinds: tenderKinds.value,
  };
}

async function put(shift: Shift): Promise<Shift> {
  const others = practiceShifts.value.filter(({ uid }) => uid !== shift.uid);
  await kept.keep([...others, shift]);
  return told(shift);
}

function open({ uid, counts }: ShiftStart): Promise<Shift> {
  const { shift, left_minor } = desk();
  if (shift) throw refusal();
  return put({
    uid,
    number: practiceShifts.value.length + 1,
    register_name: session.value?.register.name ?? "",
    opened_at: now(),
    opened_by: staffName(),
    heard_at: null,
    closed_at: null,
    closed_by: "",
    opening_minor: counts ? sumOf(counts) : (left_minor ?? 0),
    expected_minor: null,
    counted_minor: null,
    difference_minor: null,
    reason: "",
    needs_reason: false,
    late_open: 0,
    opening_counts: counts ?? null,
    found_minor: null,
    closing_counts: null,
    is_blind: false,
    report: null,
    moves: [],
    checks: [],
    late: [],
  });
}

function moved(shift: Shift, { uid, purpose, amount_minor, reason }: CashMoveWish): Shift {
  const sign = purpose === "exchange" ? 0 : TAKES_OUT.has(purpose) ? -1 : 1;
  const move = { uid, purpose, amount_minor, reason, delta_minor: sign * amount_minor };
  return {
    ...shift,
    moves: [
      ...shift.moves,
      { ...move, staff_name: staffName(), moved_at: now(), heard_at: null, is_late: false },
    ],
  };
}

function checked(shift: Shift, { uid, counts, tenders }: ShiftCheckWish): Shift {
  const report = withTenderCounts(reportOf(shift, takingsOf(shift)), tenders, tenderKinds.value);
  const expected_minor = report.cash.expected_minor;
  const counted_minor = counts ? sumOf(counts) : null;
  const difference_minor = counted_minor === null ? null : counted_minor - expected_minor;
  const check = { uid, counted_minor, expected_minor, difference_minor, report };
  return { ...shift, checks: [...shift.checks, { ...check, staff_name: staffName(), checked_at: now() }] };
}

function closed(shift: Shift, { counts, tenders, reason }: Closing): Shift {
  const report = withTenderCounts(reportOf(shift, takingsOf(shift)), tenders, tenderKinds.value);
  const expected_minor = report.cash.expected_minor;
  const counted_minor = sumOf(counts);
  return {
    ...shift,
    closed_at: now(),
    closed_by: staffName(),
    closing_counts: counts,
    expected_minor,
    counted_minor,
    difference_minor: counted_minor - expected_minor,
    reason,
    report,
  };
}

function sumOf(counts: readonly ShiftCount[]): number {
  return counts.reduce((sum, { value_minor, pieces }) => sum + value_minor * pieces, 0);
}

function staffName(): string {
  return session.value?.staff.name ?? "";
}

function now(): string {
  return new Date().toISOString();
}
