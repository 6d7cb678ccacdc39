/** Which of a member's coupons are held out, and which stay folded until somebody asks for them. */
import type { Coupon, CouponOffer } from "../api/shapes";

/** So many are held out at most, so that the goods keep their room. */
export const MOST_HELD_OUT = 3;

export interface Offers {
  /** What takes something off this list now, most first. */
  fitting: CouponOffer[];
  others: CouponOffer[];
}

/**
 * The coupons that are not asked for yet.
 *
 * @param priced what the last quote says of them; a coupon that it does not know stays folded
 */
export function offersOf(
  coupons: readonly (Coupon | CouponOffer)[],
  priced: readonly CouponOffer[],
  used: readonly string[],
): Offers {
  const known = new Map(priced.map((offer) => [offer.code, offer]));
  const offers = coupons
    .filter(({ code }) => !used.includes(code))
    .map((coupon) => known.get(coupon.code) ?? { ...coupon, saving_minor: 0, refusal: "" })
    .sort((one, other) => other.saving_minor - one.saving_minor);
  const fitting = offers.filter((offer) => offer.saving_minor > 0).slice(0, MOST_HELD_OUT);
  return { fitting, others: offers.slice(fitting.length) };
}
