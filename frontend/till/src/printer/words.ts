/** Words for what a printer and its bridge are up to. */
import { t } from "../i18n";
import type { Outcome } from "./print";

/** What a printer waits for. */
export function whyWords(why: string): string {
  const words: Record<string, string> = {
    paper_out: t("The printer has no paper. Put a new roll in; it goes on by itself."),
    cover_open: t("The printer's cover is open. Close it; it goes on by itself."),
    cutter: t("The printer's cutter is stuck. Switch it off, free the paper, switch it on."),
    fault: t("The printer reports a fault. Switch it off and on."),
    offline: t("The printer is not ready. Look at its lights and its feed button."),
    no_link: t("The printer cannot be reached. Is it switched on, and its cable in?"),
    no_answer: t("The printer does not answer. Is it switched on?"),
    busy: t("The printer is still at work."),
  };
  return words[why] ?? t("The printer is not ready. Look at its lights and its feed button.");
}

/** Why the bridge refused. */
export function refusalWords(code: string): string {
  const words: Record<string, string> = {
    not_paired: t("The bridge does not know this till any more. Pair it again in the settings."),
    code_wrong: t(
      "This is not the code, or it is too old. The bridge shows a new one with “noren bridge pair”.",
    ),
    origin_refused: t("The bridge was set up for a till at another address."),
    printer_unknown: t("The bridge has no printer of this name any more. Choose one in the settings."),
    queue_full: t("Too much waits for this printer already."),
  };
  return words[code] ?? t("The bridge does not take this (%(code)s).", { code });
}

/** Nobody answered. */
export function awayWords(): string {
  return t("The print bridge of this device does not answer. Is it running, and may this page speak to it?");
}

/** What became of a job that is not on paper. */
export function outcomeWords({ trouble, why, job }: Outcome): string {
  if (trouble === "away") return awayWords();
  if (trouble === "refused") return refusalWords(why);
  if (trouble === "waiting") return whyWords(why);
  return job.document
    ? t("The printer stopped half-way. Look at the paper; if something is missing, print it again.")
    : t("Nobody knows whether the drawer opened.");
}
