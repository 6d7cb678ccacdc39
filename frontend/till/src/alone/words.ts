/** What a cashier reads of selling without a network. */
import { t } from "../i18n";
import { moment, money } from "../state/session";
import { pricesAsOf } from "./here";
import type { Limit } from "./limits";

/** Why no money is taken; empty where it may be. */
export function limitWords(limit: Limit | null): string {
  switch (limit?.kind) {
    case undefined:
      return "";
    case "unknown":
      return t("This till has not been told yet what it may sell without a network.");
    case "age":
      return t("Prices on this device are older than %(hours)s hours: wait for the network.", {
        hours: limit.hours,
      });
    case "clock":
      return t("This device's clock stands back. Set it, or wait for the network.");
    case "sale":
      return t("Without a network a sale may come to %(amount)s at most.", {
        amount: money(limit.mostMinor),
      });
    case "register":
      return t("Without a network this register may sell %(amount)s at most: wait for the network.", {
        amount: money(limit.mostMinor),
      });
    case "coupon":
      return t("The coupon %(code)s was used at this till already. Take it off, or wait for the network.", {
        code: limit.code,
      });
  }
}

/** Beside a price that this till worked out. */
export function pricedHereWords(): string {
  const asOf = pricesAsOf.value;
  return t("Priced by this till, as of %(moment)s", { moment: asOf ? moment(asOf) : "" });
}
