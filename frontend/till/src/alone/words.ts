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
    case "markdown":
      return t("So much is taken off only when a second person approves it, which needs the network.");
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
    case "tender":
      return limit.mostMinor === 0
        ? t("%(name)s needs the network. Take it off, or wait.", { name: limit.name })
        : t("Without a network %(name)s may be taken up to %(amount)s.", {
            name: limit.name,
            amount: money(limit.mostMinor),
          });
  }
}

/** Beside a price that this till worked out. */
export function pricedHereWords(): string {
  const asOf = pricesAsOf.value;
  return t("Priced by this till, as of %(moment)s", { moment: asOf ? moment(asOf) : "" });
}
