/** For managers: who finished which exercise at this device. */
import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { moment } from "../state/session";
import { EXERCISES } from "./exercises";
import { readTrainees, seesTrainees, type Trainee, trainees } from "./trainees";

export function TraineeList() {
  const isShown = seesTrainees();
  useEffect(() => void readTrainees(), [isShown]);
  if (!isShown) return null;
  return (
    <section class="stack" aria-labelledby="trainees">
      <h2 id="trainees">{t("Who has practiced at this device")}</h2>
      <p class="small soft">{t("It is kept on this device alone, and goes with it.")}</p>
      {trainees.value.length === 0 && <p class="empty">{t("Nobody has finished an exercise here yet.")}</p>}
      <ul class="stack">
        {trainees.value.map((one) => (
          <li key={one.uid} class="card">
            <TraineeCard trainee={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TraineeCard({ trainee: { code, name, done } }: { trainee: Trainee }) {
  const finished = EXERCISES.filter((one) => done[one.code]);
  const open = EXERCISES.filter((one) => !done[one.code]);
  return (
    <>
      <h3>
        <bdi>{name}</bdi> <span class="small soft num">{t("Staff code %(code)s", { code })}</span>
      </h3>
      <p class="num">
        {t("Done: %(done)s of %(count)s", { done: finished.length, count: EXERCISES.length })}
      </p>
      <dl class="facts small">
        {finished.map((one) => (
          <div key={one.code}>
            <dt>✓ {t(one.title)}</dt>
            <dd class="num">{moment(done[one.code] ?? "")}</dd>
          </div>
        ))}
        {open.map((one) => (
          <div key={one.code}>
            <dt>{t(one.title)}</dt>
            <dd>{t("Not yet")}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
