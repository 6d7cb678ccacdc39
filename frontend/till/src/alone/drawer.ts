/** The drawer as this till knows it by itself: what its words say, and which moves it may make alone. Pure. */
import type { CashPurpose, LaterWord, OfflineTerms, Session, ShiftCount, ShiftDesk } from "../api/shapes";
import type { DrawerWord } from "../data/db";
import { TAKES_OUT } from "../shift/words";

/** A shift that was opened here and is not booked yet. */
export interface ShiftAlone {
  uid: string;
  /** By the server's clock, as far as this device knows. */
  openedAt: string;
  openedBy: string;
  openingMinor: number;
}

/** Cash that was moved here and is not booked yet. */
export interface MoveAlone {
  uid: string;
  purpose: CashPurpose;
  amountMinor: number;
  reason: string;
  staffName: string;
  movedAt: string;
}

type Opening = Extract<LaterWord, { kind: "open_shift" }>;
type Move = Extract<LaterWord, { kind: "move_cash" }>;

/** The shift that words opened, if they did. */
export function shiftIn(words: readonly DrawerWord[]): ShiftAlone | null {
  const word = words.findLast(({ sent }) => sent.kind === "open_shift");
  if (!word) return null;
  const { counts } = word.sent as Opening;
  const openingMinor = counts.reduce((sum, { value_minor, pieces }) => sum + value_minor * pieces, 0);
  return { uid: word.uid, openedAt: correctedAt(word.sent), openedBy: word.staffName, openingMinor };
}

/** The cash that words moved, the oldest first. */
export function movesIn(words: readonly DrawerWord[]): MoveAlone[] {
  return words
    .filter(({ sent }) => sent.kind === "move_cash")
    .map(({ uid, sent, staffName }) => {
      const { purpose, amount_minor, reason } = sent as Move;
      return { uid, purpose, amountMinor: amount_minor, reason, staffName, movedAt: correctedAt(sent) };
    });
}

/** When something was done, by the server's clock; never before the till heard how the register stood. */
function correctedAt({ made_at, clock_offset_s, synced_at }: LaterWord): string {
  const at = Date.parse(made_at) - clock_offset_s * 1_000;
  return new Date(Math.max(at, Date.parse(synced_at))).toISOString();
}

export interface Saying {
  uid: string;
  session: Session;
  /** As this device's clock shows. */
  now: Date;
  clockOffsetS: number;
  desk: ShiftDesk;
  /** What was said before and waits. */
  words: readonly DrawerWord[];
}

function wordOf({ uid, session, now, clockOffsetS, desk, words }: Saying) {
  return {
    uid,
    register_uid: session.register.uid,
    staff_uid: session.staff.uid,
    made_at: notBefore(now, clockOffsetS, beganAt(desk, words)).toISOString(),
    clock_offset_s: clockOffsetS,
    synced_at: desk.at,
  };
}

/** A shift opened with a count. */
export function openingWord(saying: Saying, counts: ShiftCount[]): Opening {
  return { kind: "open_shift", ...wordOf(saying), counts };
}

/** Cash that was moved. */
export function moveWord(saying: Saying, move: Pick<Move, "purpose" | "amount_minor" | "reason">): Move {
  return { kind: "move_cash", ...wordOf(saying), ...move };
}

/** When the shift of now began, by the server's clock; null where none is open. */
export function beganAt(desk: ShiftDesk | null, words: readonly DrawerWord[]): string | null {
  return shiftIn(words)?.openedAt ?? desk?.shift?.opened_at ?? null;
}

/**
 * A moment by this device's clock that is in the shift of now: what is done after its opening belongs to it, though
 * somebody put the clock back since.
 */
export function notBefore(now: Date, clockOffsetS: number, began: string | null): Date {
  if (!began) return now;
  return new Date(Math.max(now.getTime(), Date.parse(began) + clockOffsetS * 1_000));
}

/** Why a shift cannot be opened here by this device alone; null where it can. */
export function openingRefused(
  desk: ShiftDesk | null,
  serverNowMs: number,
  toleranceS: number,
): "unknown" | "clock" | null {
  if (!desk) return "unknown";
  return serverNowMs < Date.parse(desk.at) - toleranceS * 1_000 ? "clock" : null;
}

/** How much this person may take out at once without a second one, who cannot be asked; null for any amount. */
export function mostOutAlone(terms: OfflineTerms | null, mayLarge: boolean): number | null {
  if (mayLarge) return null;
  return terms?.most_cash_out_minor === undefined ? 0 : terms.most_cash_out_minor;
}

/** Whether a move needs somebody who cannot be asked without a network. */
export function isTooMuchAlone(purpose: CashPurpose, minor: number, mostMinor: number | null): boolean {
  return TAKES_OUT.has(purpose) && mostMinor !== null && minor > mostMinor;
}
