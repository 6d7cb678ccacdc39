/** Who else has the order of this screen open, and what somebody did with it meanwhile. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Colleague, Doing, LastStep, Together } from "../api/shapes";
import { changed } from "./pickups";
import { type Speaking, speakOf } from "./speaking";
import type { Ticks } from "./ticks";

export interface OpenTogether {
  others: readonly Colleague[];
  /** What was done elsewhere since this screen was opened; null for nothing. */
  step: LastStep | null;
}

interface Screen {
  uid: string;
  doing: Doing;
  /** Of the order as the screen shows it; null where the screen shows none. */
  status: string | null;
  /** Reads the order again: somebody else did something with it. Answers whether it could be read. */
  onChanged: () => Promise<boolean>;
  ticks?: Ticks;
}

/** Tells the other tills that the order is open here as long as the screen stays. */
export function useTogether({ uid, doing, status, onChanged, ticks }: Screen): OpenTogether {
  const [others, setOthers] = useState<readonly Colleague[]>([]);
  const [step, setStep] = useState<LastStep | null>(null);
  const speaking = useRef<Speaking | null>(null);
  const screen = useRef({ status, onChanged });
  screen.current = { status, onChanged };
  const isNamed = changed.value.includes(uid);

  useEffect(() => {
    let before: Together | null = null;
    const take = async (told: Together) => {
      const { isChanged, step: news } = newsOf(told, before, screen.current.status);
      setOthers(told.others);
      if (news) setStep(news);
      // What could not be read is news again with the next word.
      if (!isChanged || (await screen.current.onChanged())) before = told;
    };
    speaking.current = speakOf({ uid, doing, ticks: ticks ?? null }, (told) => void take(told));
    return () => speaking.current?.stop();
  }, [uid, doing, ticks]);
  useEffect(() => {
    if (isNamed) speaking.current?.soon();
  }, [isNamed && changed.value]);
  return { others, step };
}

/** The state that a step leads to: a deed of before does not explain another state. */
const LEADS_TO: Partial<Record<LastStep["what"], string>> = {
  ready: "ready",
  handed_over: "completed",
  rejected: "rejected",
  canceled: "canceled",
  voided: "voided",
};

/**
 * Whether the screen shows an order that is another one by now, and what somebody else did with it.
 *
 * What was done here is no news to who did it. The first answer says what was done before the screen was opened, unless it
 * explains that the state is another one than the screen has read. A buyer may change an order too: that is nobody's step.
 */
export function newsOf(
  { status, last }: Together,
  before: Together | null,
  shown: string | null,
): { isChanged: boolean; step: LastStep | null } {
  const isOtherState = shown !== null && status !== shown;
  const isNew = before
    ? last?.at !== before.last?.at
    : isOtherState && LEADS_TO[last?.what ?? "changed"] === status;
  const step = last && !last.is_here && isNew ? last : null;
  return { isChanged: isOtherState || step !== null, step };
}
