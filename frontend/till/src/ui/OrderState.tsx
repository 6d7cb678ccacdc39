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

/** That nothing is to be taken for a pickup any more, as its customer paid before. */
export function PaidTag({ pickup }: { pickup: { paid_minor: number; total_minor: number } }) {
  if (pickup.paid_minor === 0 || pickup.paid_minor < pickup.total_minor) return null;
  return <span class="tag tag--good">{t("Paid before")}</span>;
}

/** Whether goods of a sale came back: all of them, or some. */
export function ReturnedTag({ sale }: { sale: { returned_minor: number; total_minor: number } }) {
  if (sale.returned_minor === 0) return null;
  const words = sale.returned_minor === sale.total_minor ? t("Returned") : t("Partly returned");
  return <span class="tag tag--few">{words}</span>;
}
