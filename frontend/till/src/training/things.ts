/** Names of what lies on the counter in an exercise. */
import { t } from "../i18n";
import { CARD, NOTEBOOK, PICKUP_CODE, RECEIPT, RICE, TEA } from "./shelf";

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
    case PICKUP_CODE:
      return t("Customer's phone");
    case RECEIPT:
      return t("Receipt of yesterday");
    default:
      return code;
  }
}
