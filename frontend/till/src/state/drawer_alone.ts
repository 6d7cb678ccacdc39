/** Opening a shift and moving cash by this device alone: written down first, sent as soon as there is a network. */

import {
  beganAt,
  isTooMuchAlone,
  mostOutAlone,
  moveWord,
  notBefore,
  openingRefused,
  openingWord,
  type Saying,
} from "../alone/drawer";
import { clockOffsetS, offlineTerms, serverNow } from "../alone/here";
import { isConnected } from "../api/client";
import { Problem } from "../api/problem";
import type { CashMoveWish, LaterWord, Session, ShiftCount, ShiftDesk } from "../api/shapes";
import { t } from "../i18n";
import { sayWord, wordsOfRegister } from "./drawer_words";
import { may, money, session } from "./session";
import { shiftDesk } from "./shift";
import { sendWaiting } from "./waiting";

const TOLERANCE_S = 300;

/** Opens a shift with a count. Throws `Problem` where this device cannot. */
export async function openAlone(uid: string, counts: ShiftCount[]): Promise<void> {
  const desk = shiftDesk.peek();
  const here = session.peek();
  const refused = openingRefused(desk, serverNow(), offlineTerms.peek()?.clock_tolerance_s ?? TOLERANCE_S);
  if (refused === "clock")
    throw refusal(t("This device's clock stands back. Set it, or wait for the network."));
  if (!desk || !here)
    throw refusal(t("This device was not told yet how the drawer is counted: wait for the network."));
  await say(openingWord(saying(uid, here, desk), counts), here);
}

/** Moves cash in the shift of now. Throws `Problem` where this device cannot. */
export async function moveAlone(
  move: Pick<CashMoveWish, "uid" | "purpose" | "amount_minor" | "reason">,
): Promise<void> {
  const { uid, ...moved } = move;
  const desk = shiftDesk.peek();
  const here = session.peek();
  const mostMinor = mostOutAlone(offlineTerms.peek(), may("cash_out_large"));
  if (isTooMuchAlone(move.purpose, move.amount_minor, mostMinor)) throw refusal(tooMuchWords(mostMinor ?? 0));
  if (!desk || !here) throw refusal(t("No shift is open."));
  await say(moveWord(saying(uid, here, desk), moved), here);
}

/** A moment that belongs to the shift of now, though the clock was put back. */
export function momentHere(now: Date): Date {
  const desk = shiftDesk.peek();
  return notBefore(now, clockOffsetS.peek(), beganAt(desk, wordsOfRegister.peek()));
}

/** How much may be taken out without somebody who cannot be asked. */
export function tooMuchWords(mostMinor: number): string {
  if (mostMinor === 0) return t("Without a network nobody can approve it: take no cash out, or wait.");
  return t("Without a network nobody can approve it: take out %(amount)s at most, or wait.", {
    amount: money(mostMinor),
  });
}

function saying(uid: string, here: Session, desk: ShiftDesk): Saying {
  const words = wordsOfRegister.peek();
  return { uid, session: here, now: new Date(), clockOffsetS: clockOffsetS.peek(), desk, words };
}

async function say(sent: LaterWord, here: Session): Promise<void> {
  try {
    await sayWord({
      uid: sent.uid,
      sent,
      storeCode: here.store.code,
      registerCode: here.register.code,
      staffName: here.staff.name,
      tries: 0,
    });
  } catch {
    throw refusal(t("This device cannot keep it. Nothing was done; try again."));
  }
  // Without a connection it begins when there is one.
  if (isConnected.peek()) void sendWaiting();
}

/** This device's own refusal, told like one of the server's. */
function refusal(words: string): Problem {
  return new Problem(0, "not_alone", words);
}
