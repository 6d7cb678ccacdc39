/** The exercise that is on: which step, what went wrong, and which ones somebody has done. */
import { computed, effect, signal, untracked } from "@preact/signals";
import { isConnected } from "../api/client";
import { t } from "../i18n";
import { say } from "../state/announce";
import { database } from "../state/device";
import { finished } from "../state/finishing";
import { held, readHeld } from "../state/held";
import { go } from "../state/route";
import { closeSales, counterSale, openCounter } from "../state/sales";
import { session } from "../state/session";
import { findNetwork, loseNetwork } from "./away";
import { EXERCISES, type Exercise, type Step } from "./exercises";
import { practised, readPractised } from "./practised";
import { type Seen, seenCounter, seenSale } from "./seen";
import { practiceBook } from "./world";

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
export const exercisesDone = signal<Readonly<Record<string, string>>>({});

let hintTimer: ReturnType<typeof setTimeout> | undefined;
let networkTimer: ReturnType<typeof setTimeout> | undefined;

const seen = computed<Seen>(() => ({
  ...seenCounter(counterSale.value),
  heldCount: held.value.length,
  sales: practised.value.map(seenSale),
  isReceiptShown: finished.value !== null,
  isConnected: isConnected.value,
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
  await Promise.all([practiceBook.drafts.clear(), practiceBook.envelopes.clear()]);
  await Promise.all([readHeld(), readPractised(), openCounter()]);
  go({ screen: "sale" });
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

function noteOf(): string {
  return `exercises/${session.peek()?.staff.uid ?? ""}`;
}

/** Reads from the device which exercises the one who trains has done. */
export async function readExercisesDone(): Promise<void> {
  exercisesDone.value = (await database.note<Record<string, string>>(noteOf())) ?? {};
}

async function noteDone({ code }: Exercise): Promise<void> {
  exercisesDone.value = { ...exercisesDone.peek(), [code]: new Date().toISOString() };
  await database.setNote(noteOf(), exercisesDone.peek());
}

/** How many of the exercises were done. */
export const doneCount = computed(() => EXERCISES.filter(({ code }) => exercisesDone.value[code]).length);
