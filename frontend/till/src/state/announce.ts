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
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows it and reads it aloud; it goes by itself after six seconds, after twelve when something can be undone. */
export function announce(words: string, more: Partial<Announcement> = {}): void {
  clearTimeout(timer);
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
