/** Words of shifts: what cash is moved for, and what moved a drawer. */
import type { CashPurpose } from "../api/shapes";
import { t } from "../i18n";
import { money } from "../state/session";
import type { CashRow } from "./counting";

export const PURPOSES: readonly CashPurpose[] = [
  "change",
  "paid_in",
  "paid_out",
  "bank",
  "petty",
  "exchange",
];
export const TAKES_OUT: ReadonlySet<string> = new Set(["paid_out", "bank", "petty"]);

/** What cash is moved for. */
export function purposeWords(purpose: string): string {
  const words: Record<CashPurpose, string> = {
    change: t("Change put in"),
    paid_in: t("Cash put in"),
    paid_out: t("Cash taken out"),
    bank: t("Taken to the bank"),
    petty: t("Small expense"),
    exchange: t("Exchanged"),
  };
  return words[purpose as CashPurpose] ?? purpose;
}

/** What moved a drawer. */
export function rowWords(name: CashRow["name"]): string {
  const words: Record<CashRow["name"], string> = {
    opening: t("When it opened"),
    taken: t("Sales in cash"),
    refunded: t("Given back in cash"),
    paid_out: t("Paid out without a sale"),
    moved_in: t("Put in"),
    moved_out: t("Taken out"),
  };
  return words[name];
}

/** How much a count differs, in words that say in which direction. */
export function differenceWords(minor: number): string {
  if (minor === 0) return t("No difference");
  return minor > 0
    ? t("%(amount)s too much", { amount: money(minor) })
    : t("%(amount)s missing", { amount: money(-minor) });
}
