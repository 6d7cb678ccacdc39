/** Whether this till trains, and where it keeps its lists: the only code that says so. */
import { computed, signal } from "@preact/signals";
import { TillDatabase } from "../data/db";

/** Somebody trains at this till. */
export interface Training {
  staffUid: string;
  /** ISO 8601. */
  startedAt: string;
}

/** Null while the till sells. */
export const training = signal<Training | null>(null);
export const isTraining = computed(() => training.value !== null);

/**
 * The practice book: lists and finished sales of training, emptied when it ends.
 *
 * A database of its own with the tables of the real one, so that no query of the real one can find practice in it.
 */
export const practiceBook = new TillDatabase("noren-till-practice");

/** Where the lists that are rung up are kept; a list stays where it began. */
export function listsOf(real: TillDatabase): TillDatabase {
  return isTraining.peek() ? practiceBook : real;
}
