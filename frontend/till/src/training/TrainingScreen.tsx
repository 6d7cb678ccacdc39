/** The exercises to choose from, and the ways into training and out of it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { moment } from "../state/session";
import { Heading } from "../ui/Heading";
import { endTraining, startTraining } from "./enter";
import { doneCount, exercisesDone, offered, readExercisesDone, startExercise } from "./exercising";
import type { Exercise } from "./steps";
import { TraineeList } from "./TraineeList";
import { isTraining } from "./world";

export function TrainingScreen() {
  useEffect(() => void readExercisesDone(), []);
  return (
    <main class="page">
      <Heading title={t("Training")} />
      <p>
        {t(
          "In training nothing is sold: no stock, no points, no cash. The paper says so, and no real customer is shown.",
        )}
      </p>
      {isTraining.value ? <Exercises /> : <Begin />}
      <TraineeList />
    </main>
  );
}

/** The way in, with the reason where it is closed. */
export function Begin() {
  const [hurdle, setHurdle] = useState("");
  const begin = async () => setHurdle(await startTraining());
  return (
    <>
      <p>
        <button type="button" class="button" onClick={() => void begin()}>
          {t("Begin training")}
        </button>
      </p>
      <p role="alert" class={hurdle ? "notice notice--few" : ""}>
        {hurdle}
      </p>
    </>
  );
}

function Exercises() {
  return (
    <>
      <h2>
        {t("Exercises")}{" "}
        <span class="small soft num">
          {t("Done: %(done)s of %(count)s", { done: doneCount.value, count: offered.value.length })}
        </span>
      </h2>
      <ul class="stack">
        {offered.value.map((exercise) => (
          <li key={exercise.code}>
            <ExerciseChoice exercise={exercise} />
          </li>
        ))}
      </ul>
      <p class="actions">
        <button type="button" class="button" onClick={() => void endTraining()}>
          {t("End training")}
        </button>
      </p>
    </>
  );
}

function ExerciseChoice({ exercise }: { exercise: Exercise }) {
  const doneAt = exercisesDone.value[exercise.code];
  return (
    <button type="button" class="coupon coupon--offer" onClick={() => void startExercise(exercise)}>
      <span class="coupon-words">
        <b>{t(exercise.title)}</b>
        <span class="small soft">
          {t("%(count)s steps", { count: exercise.steps.length })}
          {doneAt && ` ・ ✓ ${t("Done: %(moment)s", { moment: moment(doneAt) })}`}
        </span>
      </span>
      <span class="coupon-do">{doneAt ? t("Once more") : t("Begin")}</span>
    </button>
  );
}

/** In training: a screen that has no exercise and would show real customers. */
export function NotPractised() {
  return (
    <main class="page">
      <Heading title={t("Not part of training")} />
      <p>{t("This screen shows real orders and customers. End training to use it.")}</p>
    </main>
  );
}
