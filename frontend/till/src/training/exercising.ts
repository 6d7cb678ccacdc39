/** The exercise that is on: which step, what went wrong, and which ones somebody has done. */
import { computed, effect, signal, untracked } from "@preact/signals";
import { isConnected } from "../api/client";
import { t } from "../i18n";
import { picking } from "../screens/picked";
import { say } from "../state/announce";
import { finished } from "../state/finishing";
import { held, readHeld } from "../state/held";
import { followPickups } from "../state/pickups";
import { go, route } from "../state/route";
import { closeSales, counterSale, openCounter, pickupSale } from "../state/sales";
import { may, session } from "../state/session";
import { forgetShiftDesk, readShiftDesk } from "../state/shift";
import { findNetwork, loseNetwork } from "./away";
import { practiceShifts } from "./drawer";
import { EXERCISES } from "./exercises";
import { placePractice, statusOfPickup } from "./pickup";
import { forgetPractice, practised } from "./practised";
import { askedBack, isReceiptThere, piecesBack, sellPractice } from "./returns";
import { type Seen, seenCounter, seenPickup, seenSale, seenShift } from "./seen";
import type { Exercise, Step } from "./steps";
import { type DoneAt, doneBy, noteDoneBy } from "./trainees";

/** How long somebody may look for the way before the hint comes. */
const HINT_AFTER_MS = 20_000;
/** So long the sale is seen to wait before the network of the exercise is back. */
const BACK_AFTER_MS = 4_000;

export interface Exercising {
  exercise: Exercise;
  /** From 0; as many as there are steps once it is done. */
  place: number;
  /** Whether the hint is on. */
  isHinted: boolean;
}

export const exercising = signal<Exercising | null>(null);
/** When each exercise was done last, by its code, of the one who trains. */
export const exercisesDone = signal<DoneAt>({});

let hintTimer: ReturnType<typeof setTimeout> | undefined;
let networkTimer: ReturnType<typeof setTimeout> | undefined;

const seen = computed<Seen>(() => ({
  ...seenCounter(counterSale.value),
  heldCount: held.value.length,
  sales: practised.value.map(seenSale),
  isReceiptShown: finished.value !== null,
  isConnected: isConnected.value,
  shift: seenShift(practiceShifts.value.at(-1)),
  pickup: seenPickup(statusOfPickup(), picking.value, pickupSale.value),
  back: isReceiptThere() ? { asked: askedBack.value, returned: piecesBack() } : null,
  screen: route.value.screen,
}));

/** The step that is to be done now; null after the last, and while no exercise is on. */
export const step = computed<Step | null>(() => {
  const now = exercising.value;
  return now?.exercise.steps[now.place] ?? null;
});

/** What the step is about, as selectors. */
export const pointed = computed(() => step.value?.at(seen.value) ?? []);

/** What went wrong in this step, in the words of the texts; null while nothing did. */
export const mistake = computed(() => step.value?.mistake?.(seen.value) ?? null);

/** Begins an exercise with an empty counter and an empty practice book. */
export async function startExercise(exercise: Exercise): Promise<void> {
  stopTimers();
  exercising.value = null;
  await findNetwork();
  finished.value = null;
  closeSales();
  forgetShiftDesk();
  picking.value = null;
  await forgetPractice();
  if (exercise.waits === "pickup") await placePractice();
  if (exercise.waits === "receipt") await sellPractice();
  await Promise.all([readHeld(), openCounter(), readShiftDesk()]);
  followPickups();
  go(exercise.home);
  comeTo({ exercise, place: 0, isHinted: false });
}

/** Leaves the exercise for the list of them. */
export async function leaveExercise(): Promise<void> {
  forgetExercise();
  await findNetwork();
  finished.value = null;
  go({ screen: "training" });
}

/** Forgets which exercise is on. */
export function forgetExercise(): void {
  stopTimers();
  exercising.value = null;
}

/** Goes on by itself whenever the step that is on was done, from now on. */
export function followExercise(): void {
  effect(() => {
    const now = exercising.value;
    if (!now || !step.value?.isDone(seen.value)) return;
    untracked(() => comeTo({ ...now, place: now.place + 1, isHinted: false }));
  });
}

/** Shows the hint of the step. */
export function showHint(): void {
  if (exercising.peek()) exercising.value = { ...(exercising.peek() as Exercising), isHinted: true };
}

function comeTo(next: Exercising): void {
  stopTimers();
  exercising.value = next;
  const now = next.exercise.steps[next.place];
  if (!now) {
    void noteDone(next.exercise);
    say(t("The exercise is done."));
    return;
  }
  hintTimer = setTimeout(showHint, HINT_AFTER_MS);
  if (now.network === "goes") loseNetwork();
  if (now.network === "comes") networkTimer = setTimeout(() => void findNetwork(), BACK_AFTER_MS);
}

function stopTimers(): void {
  clearTimeout(hintTimer);
  clearTimeout(networkTimer);
}

/** Reads from the device which exercises the one who trains has done. */
export async function readExercisesDone(): Promise<void> {
  exercisesDone.value = await doneBy(session.peek()?.staff.uid ?? "");
}

async function noteDone({ code }: Exercise): Promise<void> {
  const staff = session.peek()?.staff;
  exercisesDone.value = { ...exercisesDone.peek(), [code]: new Date().toISOString() };
  if (staff) await noteDoneBy(staff, exercisesDone.peek());
}

/** The exercises of what the one who trains may do for real. */
export const offered = computed(() => EXERCISES.filter(({ deeds }) => deeds.every(may)));

/** How many of them were done. */
export const doneCount = computed(() => offered.value.filter(({ code }) => exercisesDone.value[code]).length);
