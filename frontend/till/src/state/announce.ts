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
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows it and reads it aloud; it goes by itself after six seconds. */
export function announce(words: string, more: Partial<Announcement> = {}): void {
  clearTimeout(timer);
  announcement.value = { words, isUrgent: false, isShown: true, ...more };
  timer = setTimeout(hush, SHOWN_MS);
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
