/**
 * Amounts: integers in the minor unit of a currency; the only place of the till that divides one. The twin of
 * `noren.kernel.money`: every division names its rounding, and every split of an amount adds up to that amount.
 *
 * Amounts are numbers, exact to 2^53. Products inside reach 10^24 and are BigInt. What would not be exact is
 * refused: a till that cannot count something does not quote it.
 */

/** How the part below one minor unit is treated, by size and never by sign: 切り捨て, 四捨五入, 切り上げ. */
export type Rounding = "floor" | "half_up" | "ceiling";

/**
 * The whole quotient, rounded by size: what was charged and what is given back cancel to zero.
 *
 * @throws RangeError the denominator is not positive, the rounding is unknown, or the quotient is beyond 2^53
 */
export function divide(numerator: bigint, denominator: number, rounding: Rounding): number {
  if (denominator <= 0)
    throw new RangeError(`an amount is divided by a positive number, not by ${denominator}`);
  const by = BigInt(denominator);
  const size = numerator < 0n ? -numerator : numerator;
  const quotient = exact(Number((size + lift(by, rounding)) / by));
  return numerator < 0n ? 0 - quotient : quotient;
}

/** What is added before the rest is dropped. */
function lift(denominator: bigint, rounding: Rounding): bigint {
  switch (rounding) {
    case "floor":
      return 0n;
    case "half_up":
      return denominator / 2n;
    case "ceiling":
      return denominator - 1n;
    default:
      // A newer server may name one that this till does not know.
      throw new RangeError(`unknown rounding ${rounding satisfies never}`);
  }
}

/**
 * Splits an amount in proportion to the weights by largest remainder; the parts add up to the amount.
 *
 * Each part is its exact share rounded down or up by less than one. What is left over goes, one unit each, to the
 * largest remainders, of equal ones to the earlier. A weight of zero gets zero. An amount of at most the sum of
 * the weights gives no part above its weight. A negative amount mirrors the positive.
 *
 * @param weights zero or more each
 * @throws RangeError a weight is negative, or there is an amount and no weight above zero
 */
export function share(amount: number, weights: readonly number[]): number[] {
  // 0 - 0 is 0, but the negative of 0 is -0.
  if (amount < 0) return share(-amount, weights).map((part) => 0 - part);
  const whole = sum(weights);
  if (weights.some((weight) => weight < 0)) throw new RangeError("a weight is below zero");
  if (whole === 0) {
    if (amount > 0) throw new RangeError(`nothing to share ${amount} over: no weight is above zero`);
    return weights.map(() => 0);
  }
  const shares = weights.map((weight) => shareOf(amount, weight, whole));
  const left = amount - sum(shares.map(({ part }) => part));
  // The sort is stable: of equal remainders the earlier comes first.
  const byRemainder = [...shares].sort((one, other) => other.remainder - one.remainder);
  for (const each of byRemainder.slice(0, left)) each.part += 1;
  return shares.map(({ part }) => part);
}

function shareOf(amount: number, weight: number, whole: number): { part: number; remainder: number } {
  const product = BigInt(amount) * BigInt(weight);
  return { part: Number(product / BigInt(whole)), remainder: Number(product % BigInt(whole)) };
}

/**
 * The amounts together.
 *
 * @throws RangeError they come to more than a number says exactly
 */
export function sum(amounts: readonly number[]): number {
  return exact(amounts.reduce((whole, amount) => whole + amount, 0));
}

function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not exact`);
  return amount;
}
