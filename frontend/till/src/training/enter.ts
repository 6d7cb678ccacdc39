/** Beginning and ending training: the only code that does. */
import { effect, untracked } from "@preact/signals";
import { answerInside } from "../api/client";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { database } from "../state/device";
import { finished, unsent } from "../state/finishing";
import { go } from "../state/route";
import { counterSale } from "../state/sales";
import { session } from "../state/session";
import { isAway } from "./away";
import { answerPractice } from "./counter";
import { forgetExercise } from "./exercising";
import { readKept } from "./kept";
import { forgetPractice, readPractised } from "./practised";
import { type Training, training } from "./world";

const NOTE = "training";

/** Why training cannot begin now, in words; empty when it can. Something half done would be left without anybody to end it. */
export async function hurdleOfTraining(): Promise<string> {
  if (unsent.peek())
    return t("A paid sale is on its way. Training can begin once it is booked or set aside.");
  if (!(counterSale.peek()?.isEmpty.peek() ?? true))
    return t("A list is on the counter. Finish, hold or clear it first.");
  const open = await database.drafts
    .filter(({ place, lines }) => isHandOver(place) && lines.length > 0)
    .count();
  return open ? t("Goods are being added to a pickup. Finish the hand-over first.") : "";
}

function isHandOver(place: string): boolean {
  return place !== "counter" && !place.startsWith("held/");
}

/** Begins training for who is signed in; answers why it cannot, or nothing. */
export async function startTraining(): Promise<string> {
  const staffUid = session.peek()?.staff.uid;
  const hurdle = staffUid ? await hurdleOfTraining() : "";
  if (hurdle || !staffUid) return hurdle;
  const begun: Training = { staffUid, startedAt: new Date().toISOString() };
  // What a device that went off in the middle of the end may have left.
  await forgetPractice();
  await database.setNote(NOTE, begun);
  turn(begun);
  go({ screen: "training" });
  announce(t("Training has begun. Nothing that you ring up is sold."), { isUrgent: true });
  return "";
}

/** Ends training and forgets what was rung up in it, without a word. The exercises that were done stay noted. */
export async function dropTraining(): Promise<void> {
  if (!training.peek()) return;
  forgetExercise();
  await database.setNote(NOTE, undefined);
  turn(null);
  await forgetPractice();
}

/** Ends training, and says that the till sells from here on. */
export async function endTraining(): Promise<void> {
  if (!training.peek()) return;
  await dropTraining();
  go({ screen: "sale" });
  announce(t("Training has ended. From here on everything is sold."), { isUrgent: true });
}

/** Takes up the training that was on when the page was left. */
export async function restoreTraining(): Promise<void> {
  const kept = await database.note<Training>(NOTE);
  if (!kept) return;
  await Promise.all([readPractised(), readKept()]);
  turn(kept);
}

/** Ends it as soon as somebody else signs in: they would sell to real customers in it. */
export function followTraining(): void {
  effect(() => {
    const staffUid = session.value?.staff.uid;
    if (training.value && staffUid && staffUid !== training.value.staffUid)
      untracked(() => void endTraining());
  });
}

function turn(now: Training | null): void {
  isAway.value = false;
  finished.value = null;
  // The lists of the one world are closed before the other one answers.
  if (now) answerInside(answerPractice);
  training.value = now;
  if (!now) answerInside(null);
}
