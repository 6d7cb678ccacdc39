/** On every screen, until it is on paper: what keeps a job from being printed, and what can be done. */
import { t } from "../i18n";
import { leaveIt, outcome, printByBrowser, tryAgain } from "./print";
import { outcomeWords } from "./words";

export function PrinterNotice() {
  const last = outcome.value;
  return (
    <div class={last ? "aside-notice printer-notice" : ""}>
      <p role="alert">{last && outcomeWords(last)}</p>
      {last && (
        <div class="actions">
          {(last.trouble === "away" || last.trouble === "refused") && (
            <button type="button" class="button" onClick={() => void tryAgain()}>
              {t("Try again")}
            </button>
          )}
          {last.byBrowser && last.trouble !== "unsure" && (
            <button type="button" class="button" onClick={() => void printByBrowser()}>
              {t("Print with the browser")}
            </button>
          )}
          <button type="button" class="button" onClick={() => void leaveIt()}>
            {last.trouble === "unsure" || !last.job.document ? t("I have looked") : t("Do not print it")}
          </button>
        </div>
      )}
    </div>
  );
}
