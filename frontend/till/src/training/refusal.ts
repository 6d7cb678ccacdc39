/** What training has not got, in words. */
import { Problem } from "../api/problem";
import { t } from "../i18n";

export function refusal(): Problem {
  return new Problem(0, "not_in_training", t("This is not part of training. End training first."));
}
