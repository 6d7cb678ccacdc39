/** Speaking of an open order: says every few seconds that it is open here, and tells what was ticked off meanwhile. */
import { NotConnected, Problem } from "../api/problem";
import type { Doing, Together } from "../api/shapes";
import * as till from "../api/till";
import { isTraining } from "../training/world";
import { isSignedIn } from "./session";
import type { Ticks } from "./ticks";

const ALONE_MS = 10_000;
/** While somebody else has it open too: what they do is to be seen at once. */
const BESIDE_MS = 2_000;

export interface Speaking {
  /** Speaks as soon as what is on its way is answered. */
  soon: () => void;
  /** Says that the order was left; from now on nothing is heard. */
  stop: () => void;
}

export interface OpenHere {
  uid: string;
  doing: Doing;
  ticks: Ticks | null;
}

const open = new Set<string>();

/** Orders whose screen tells what is ticked off. */
export const isOpenHere = (uid: string) => open.has(uid);

/** Speaks now and until it is stopped, while the page is seen. One question at a time, so that no answer is overtaken. */
export function speakOf(here: OpenHere, onTold: (told: Together) => void): Speaking {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let line = Promise.resolve();
  const isPractice = isTraining.peek();
  let isQueued = false;
  let isStopped = false;

  const look = async () => {
    isQueued = false;
    if (isStopped || document.hidden || isPractice) return;
    const told = await speak(here);
    if (isStopped) return;
    if (told) onTold(told);
    clearTimeout(timer);
    timer = setTimeout(soon, told?.others.length ? BESIDE_MS : ALONE_MS);
  };
  const soon = () => {
    if (isQueued || isStopped) return;
    isQueued = true;
    line = line.then(look);
  };
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", soon);
    if (here.ticks) open.delete(here.uid);
    here.ticks?.follow(() => undefined);
    if (!isPractice) void line.then(() => leave(here));
  };

  document.addEventListener("visibilitychange", soon);
  if (here.ticks) open.add(here.uid);
  here.ticks?.follow(soon);
  soon();
  return { soon, stop };
}

/** What the server told; null without an answer, which the next word asks for again. */
async function speak({ uid, doing, ticks }: OpenHere): Promise<Together | null> {
  try {
    if (ticks?.changes().length) await tellTicks(uid, ticks);
    const told = await till.tellOpen(uid, doing);
    ticks?.hear(told.picked);
    return told;
  } catch (error) {
    return onlyUnanswered(error);
  }
}

/** Tells what was ticked off here and no server heard, if anything, and takes in the whole. Throws `Problem` or `NotConnected`. */
export async function tellTicks(uid: string, ticks: Ticks): Promise<void> {
  const began = ticks.all;
  ticks.hear(await till.tickOff(uid, ticks.changes()), began);
}

/**
 * Tells what was ticked off last, and that the order was left. At best: ticks are told with the next sign-in or network,
 * and who says nothing is forgotten by itself. A token that was given back would be asked for again.
 */
async function leave({ uid, doing, ticks }: OpenHere): Promise<void> {
  if (!isSignedIn.peek()) return;
  if (ticks?.changes().length) await tellTicks(uid, ticks).catch(onlyUnanswered);
  await till.tellLeft(uid, doing).catch(onlyUnanswered);
}

function onlyUnanswered(error: unknown): null {
  if (error instanceof NotConnected || error instanceof Problem) return null;
  throw error;
}
