/** Consumption tax of a receipt, rounded once per rate (国税庁 インボイスQ&A 問57). The twin of `noren.kernel.tax`. */
import { divide, type Rounding, sum } from "./money";

const WHOLE_BP = 10_000;

/** The receipt's figures of one rate; `netMinor + taxMinor === grossMinor`. */
export interface RateTotal {
  rateBp: number;
  netMinor: number;
  taxMinor: number;
  grossMinor: number;
}

/** A line's rate in basis points and its amount in minor units; negative for goods that come back. */
export type RatedAmount = readonly [rateBp: number, amountMinor: number];

/**
 * Net, tax and gross per rate, the highest rate first, rounded once per rate.
 *
 * @param how.pricesIncludeTax whether the amounts are gross (tax = gross x rate / (1 + rate), net the rest) or net
 */
export function taxTotals(
  amounts: readonly RatedAmount[],
  { pricesIncludeTax, rounding }: { pricesIncludeTax: boolean; rounding: Rounding },
): RateTotal[] {
  const sums = new Map<number, number>();
  for (const [rate, amount] of amounts) sums.set(rate, sum([sums.get(rate) ?? 0, amount]));
  const total = pricesIncludeTax ? splitGross : addToNet;
  return [...sums]
    .sort(([one], [other]) => other - one)
    .map(([rate, amount]) => total(rate, amount, rounding));
}

function splitGross(rateBp: number, grossMinor: number, rounding: Rounding): RateTotal {
  const taxMinor = divide(BigInt(grossMinor) * BigInt(rateBp), WHOLE_BP + rateBp, rounding);
  return { rateBp, netMinor: grossMinor - taxMinor, taxMinor, grossMinor };
}

function addToNet(rateBp: number, netMinor: number, rounding: Rounding): RateTotal {
  const taxMinor = divide(BigInt(netMinor) * BigInt(rateBp), WHOLE_BP, rounding);
  return { rateBp, netMinor, taxMinor, grossMinor: sum([netMinor, taxMinor]) };
}
