/** What is said without a place of its own: read aloud by screen readers, shown for a moment to everybody else. */
import { signal } from "@preact/signals";

export interface Announcement {
  words: string;
  isUrgent: boolean;
  /** Whether it is shown too; what the screen shows anyway is only read aloud. */
  isShown: boolean;
  /** A way back, such as putting a removed line back. */
  undo?: { words: string; act: () => void };
}

export const announcement = signal<Announcement | null>(null);

const SHOWN_MS = 6_000;
const UNDO_SHOWN_MS = 12_000;
/** What was said this long ago belongs to the screen before; what is newer led to the next one. */
const OF_THIS_STEP_MS = 1_000;
let saidAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows it and reads it aloud; it goes by itself after six seconds, after twelve when something can be undone. */
export function announce(words: string, more: Partial<Announcement> = {}): void {
  clearTimeout(timer);
  saidAt = Date.now();
  announcement.value = { words, isUrgent: false, isShown: true, ...more };
  timer = setTimeout(hush, more.undo ? UNDO_SHOWN_MS : SHOWN_MS);
}

/** Reads aloud what everybody else sees on the screen. */
export function say(words: string): void {
  announce(words, { isShown: false });
}

/** Takes away what was said. */
export function hush(): void {
  clearTimeout(timer);
  announcement.value = null;
}

/** Takes away a way back that no longer fits: the list it belongs to was left. */
export function hushUndo(): void {
  if (announcement.value?.undo) hush();
}

/** Another screen comes on: takes away a way back, and words of the screen before that would cover it. */
export function hushPast(): void {
  if (Date.now() - saidAt > OF_THIS_STEP_MS) hush();
  else hushUndo();
}

/** The next step is taken: its words would be taken for this one's. A way back stays. */
export function hushStep(): void {
  if (Date.now() - saidAt > OF_THIS_STEP_MS) hushNews();
}

/** Takes away words that would cover why the next step failed; a way back stays. */
export function hushNews(): void {
  if (!announcement.value?.undo) hush();
}
