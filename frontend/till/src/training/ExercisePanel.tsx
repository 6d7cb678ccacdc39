/** The exercise that is on: the step in words, what lies on the counter, a hint, and at the end what was learned. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { scan } from "../scan/scanner";
import { type Pieces, sumOf } from "../shift/counting";
import { ROOM_OF } from "../state/rooms";
import { go, route } from "../state/route";
import { money } from "../state/session";
import { leaveToScanField } from "../ui/focus";
import {
  type Exercising,
  leaveExercise,
  mistake,
  pointed,
  showHint,
  startExercise,
  step,
} from "./exercising";
import { usePointing } from "./pointing";
import { PICKUP_CODE } from "./shelf";
import { type Exercise, type Step, THOUSAND_MINOR } from "./steps";
import { nameOf } from "./things";

/** What the words of a step leave open. */
const openIn = ({ amountMinor = THOUSAND_MINOR, inDrawer = {} }: Step) => ({
  amount: money(amountMinor),
  coins: coinsOf(inDrawer),
  sum: money(sumOf(inDrawer)),
  code: PICKUP_CODE,
});

/** Coins and notes in words, the largest first. */
function coinsOf(pieces: Pieces): string {
  const values = Object.entries(pieces).reverse();
  return values.map(([value, count]) => `${money(Number(value))}\u00a0×\u00a0${count}`).join(" ・ ");
}

export function ExercisePanel({ now }: { now: Exercising }) {
  const on = step.value;
  return (
    <section class="exercise" aria-label={t("Exercise")}>
      {on ? <Doing now={now} on={on} /> : <Done exercise={now.exercise} />}
    </section>
  );
}

function Doing({ now: { exercise, place, isHinted }, on }: { now: Exercising; on: Step }) {
  usePointing(pointed.value);
  const wrong = mistake.value;
  return (
    <>
      <p class="exercise-place small">
        {t("%(name)s: step %(place)s of %(count)s", {
          name: t(exercise.title),
          place: place + 1,
          count: exercise.steps.length,
        })}
      </p>
      <p class="exercise-words" aria-live="polite">
        {t(on.words, openIn(on))}
      </p>
      {ROOM_OF[route.value.screen] !== ROOM_OF[exercise.home.screen] && (
        <p>
          <button type="button" class="button button--small" onClick={() => go(exercise.home)}>
            {t("Back to the exercise")}
          </button>
        </p>
      )}
      {exercise.things.length > 0 && <Tray exercise={exercise} />}
      <div role="status">
        {wrong && <p class="exercise-wrong">{t(wrong, openIn(on))}</p>}
        {isHinted && <p class="small">{t(on.hint, openIn(on))}</p>}
      </div>
      <p class="exercise-ways">
        {!isHinted && (
          <button type="button" class="button button--small" onClick={showHint}>
            {t("Hint")}
          </button>
        )}
        <button type="button" class="button button--small" onClick={() => void startExercise(exercise)}>
          {t("From the start")}
        </button>
        <button type="button" class="button button--small" onClick={() => void leaveExercise()}>
          {t("Leave it")}
        </button>
      </p>
    </>
  );
}

/** What the customer put on the counter: a tap is what a scan of it would be. */
function Tray({ exercise }: { exercise: Exercise }) {
  const take = (code: string, click: MouseEvent) => {
    leaveToScanField(click);
    scan(code);
  };
  return (
    <div class="exercise-tray" role="group" aria-label={t("On the counter")}>
      <span class="small" aria-hidden="true">
        {t("On the counter")}
      </span>
      {exercise.things.map((code) => (
        <button
          key={code}
          type="button"
          class="button button--small"
          data-thing={code}
          onClick={(click) => take(code, click)}
        >
          {nameOf(code)}
        </button>
      ))}
    </div>
  );
}

function Done({ exercise }: { exercise: Exercise }) {
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <div role="status">
      <p class="exercise-words">
        {t("Well done")}: {t(exercise.title)}
      </p>
      <ul class="steps">
        {exercise.learned.map((words) => (
          <li key={words}>{t(words)}</li>
        ))}
      </ul>
      <p class="exercise-ways">
        <button type="button" class="button button--small" onClick={() => void startExercise(exercise)}>
          {t("Once more")}
        </button>
        <button
          ref={next}
          type="button"
          class="button button--small button--main"
          onClick={() => void leaveExercise()}
        >
          {t("All exercises")}
        </button>
      </p>
    </div>
  );
}
