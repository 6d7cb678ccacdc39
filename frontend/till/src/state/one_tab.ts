/** One page per device rings up: two pages on one list would sell it twice or lose half of it. */
import { signal } from "@preact/signals";
import { askForTill, takeOverByWord } from "./by_word";

const NAME = "noren-till";

/** Whether another page of this device has the till. */
export const isElsewhere = signal(false);

/** Takes the till for this page and runs `start`, unless another page has it. */
export function takeTill(start: () => void): void {
  if (!hasLocks()) {
    askForTill({ ...byWord, hold: () => begin(start) });
    return;
  }
  const answer = (lock: Lock | null) => {
    if (lock) return hold(start);
    isElsewhere.value = true;
    return undefined;
  };
  navigator.locks.request(NAME, { ifAvailable: true }, answer).catch(giveWay);
}

/** Takes the till away from the other page. */
export function takeOver(start: () => void): void {
  if (hasLocks()) navigator.locks.request(NAME, { steal: true }, () => hold(start)).catch(giveWay);
  else takeOverByWord({ ...byWord, hold: () => begin(start) });
}

const byWord = {
  name: NAME,
  wait: () => {
    isElsewhere.value = true;
  },
  giveWay,
};

/** Browsers have locks on pages over HTTPS only; a shop's own network may serve the till over plain HTTP. */
function hasLocks(): boolean {
  return "locks" in navigator;
}

function begin(start: () => void): void {
  isElsewhere.value = false;
  start();
}

/** Keeps the lock for as long as the page lives. */
function hold(start: () => void): Promise<never> {
  begin(start);
  return new Promise(() => undefined);
}

/** Another page took the till: this one must not write any more, so it starts anew and finds it taken. */
function giveWay(): void {
  location.reload();
}
