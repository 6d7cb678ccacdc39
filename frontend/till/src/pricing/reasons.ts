/** Words for a shopper: why a coupon took nothing off. The twin of `noren.pricing.reasons`, in the same words. */
import { formatMoney } from "../money";
import type { Text } from "../texts";
import type { Skipped } from "./quotes";

/** Says a text in the language on the screen, with its places filled, as `t` does. */
export type Say = (text: Text, values?: Readonly<Record<string, string>>) => string;

/** One sentence that says what the shopper can do, or that nothing can be done. */
export function explain(skipped: Skipped, say: Say, currency: string): string {
  switch (skipped.reason) {
    case "no_matching_goods":
      return say("This coupon is not for any of the goods in the basket.");
    case "not_stackable":
      return say("This coupon cannot be used together with the other coupon.");
    case "below_minimum":
      return say("Add %(missing)s more of this coupon's goods: it can be used from %(minimum)s.", {
        missing: formatMoney(skipped.missingMinor, currency),
        minimum: formatMoney(skipped.minimumMinor, currency),
      });
    case "no_effect":
      return say("This coupon takes nothing off these goods.");
  }
}
