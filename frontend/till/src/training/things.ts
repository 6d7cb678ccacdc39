/** Names of what lies on the counter in an exercise. */
import { t } from "../i18n";
import { CARD, NOTEBOOK, RICE, TEA } from "./shelf";

/** What a thing is called. */
export function nameOf(code: string): string {
  switch (code) {
    case TEA:
      return t("Practice tea");
    case RICE:
      return t("Practice rice ball");
    case NOTEBOOK:
      return t("Practice notebook");
    case CARD:
      return t("Member's card");
    default:
      return code;
  }
}
