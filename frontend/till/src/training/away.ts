/** The network of an exercise: it goes away and comes back while the real one stays as it is. */
import { signal } from "@preact/signals";
import { isConnected } from "../api/client";
import { bookPractice } from "./practised";

export const isAway = signal(false);

export function loseNetwork(): void {
  isAway.value = true;
  isConnected.value = false;
}

/** Safe to repeat. */
export async function findNetwork(): Promise<void> {
  if (!isAway.peek()) return;
  isAway.value = false;
  isConnected.value = true;
  await bookPractice();
}
