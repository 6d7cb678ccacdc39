/** The state of an order in words. */
import { t } from "../i18n";

export function OrderState({ status }: { status: string }) {
  const states: Record<string, [words: string, tone: string]> = {
    awaiting_payment: [t("Waits for its payment"), "tag tag--hot"],
    unpaid: [t("Not paid"), "tag"],
    placed: [t("To pick"), "tag tag--few"],
    ready: [t("Ready"), "tag tag--good"],
    completed: [t("Handed over"), "tag tag--good"],
    canceled: [t("Cancelled"), "tag"],
    rejected: [t("Rejected"), "tag"],
    expired: [t("Not picked up"), "tag"],
    voided: [t("Void"), "tag"],
  };
  const [words, tone] = states[status] ?? [status, "tag"];
  return <span class={tone}>{words}</span>;
}
