/** What stands on every screen of training: the word, the way out, and the exercise that is on. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { hashOf, route } from "../state/route";
import { ExercisePanel } from "./ExercisePanel";
import { endTraining } from "./enter";
import { exercising } from "./exercising";
import { isTraining } from "./world";

/** `hasWays`: whether training can be ended here, and the exercise is shown; a locked till only says that it trains. */
export function TrainingBar({ hasWays = true }: { hasWays?: boolean }) {
  return isTraining.value ? <Bar hasWays={hasWays} /> : null;
}

function Bar({ hasWays }: { hasWays: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useFrame();
  useHeight(place);
  return (
    <div ref={place} class="training">
      <section class="training-strip" aria-label={t("Training")}>
        <p>
          <b class="training-word">{t("Training")}</b> <span>{t("Nothing is sold.")}</span>
        </p>
        {hasWays && !exercising.value && route.value.screen !== "training" && (
          <a class="button button--small" href={hashOf({ screen: "training" })}>
            {t("Exercises")}
          </a>
        )}
        {hasWays && (
          <button type="button" class="button button--small" onClick={() => void endTraining()}>
            {t("End training")}
          </button>
        )}
      </section>
      {hasWays && exercising.value && <ExercisePanel now={exercising.value} />}
    </div>
  );
}

/** The frame around the whole page. */
function useFrame(): void {
  useEffect(() => {
    document.documentElement.dataset.training = "";
    return () => {
      delete document.documentElement.dataset.training;
    };
  }, []);
}

/** Tells the styles how high it is, so that nothing scrolls below it unseen. */
function useHeight(place: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    const tell = () => root.style.setProperty("--training", `${place.current?.offsetHeight ?? 0}px`);
    const watcher = new ResizeObserver(tell);
    if (place.current) watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      root.style.removeProperty("--training");
    };
  }, []);
}
