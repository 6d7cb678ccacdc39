/** Members as this device knows them, in the shape of the server's answers, and what their coupons would do. */
import type { Coupon, CouponOffer, Member, Quote, QuoteWish } from "../api/shapes";
import type { Shelf } from "../assortment/store";
import type { KeptCoupon } from "../data/db";
import { t } from "../i18n";
import { formatMoney } from "../money";
import { parseRule } from "../pricing/language";
import type { Rule } from "../pricing/rules";
import { type CouponUse, quoteHere } from "./quote_here";

/** A member, and when points and coupons were the server's. */
export interface KnownHere {
  member: Member;
  /** ISO 8601. */
  asOf: string;
}

/** Whose card has this number, as far as this device knows; null where it does not. */
export async function memberHere(number: string, shelf: Shelf, at: Date): Promise<KnownHere | null> {
  const known = await shelf.member(number);
  if (!known) return null;
  const { code, name, points, coupons } = known.member;
  const currency = (await shelf.terms())?.currency ?? "JPY";
  const kept = await Promise.all(coupons.map((one) => shelf.coupon(one)));
  const usable = kept.filter(
    (one) => one && at >= new Date(one.validFrom) && at < new Date(one.validUntil),
  ) as KeptCoupon[];
  return {
    member: {
      uid: code,
      member_number: number,
      name,
      family_name: name,
      given_name: "",
      family_kana: "",
      given_kana: "",
      email: "",
      phone: "",
      language: "ja",
      joined_at: known.asOf,
      joined_channel: "till",
      home_store_code: null,
      points_balance: points,
      coupons: usable.flatMap((one) => couponOf(one, currency)),
      recent_orders: [],
    },
    asOf: known.asOf,
  };
}

/**
 * What each of the member's coupons would do beside those in use, as the server's `offers` say it.
 *
 * Of kinds that may not be used without a network there are none.
 */
export async function offersHere(
  wish: QuoteWish,
  now: Quote,
  shelf: Shelf,
  use: CouponUse,
): Promise<CouponOffer[]> {
  const working = now.coupons.map(({ code }) => code);
  const offers: CouponOffer[] = [];
  for (const coupon of use.member?.coupons ?? []) {
    if (wish.coupon_codes?.includes(coupon.code)) continue;
    const more = await quoteHere({ ...wish, coupon_codes: [...working, coupon.code] }, shelf, use);
    // One that pushes out a coupon in use is not offered: the customer would lose what was promised.
    const [refused] = more.refused_coupons;
    const saving_minor = refused ? 0 : now.total_minor - more.total_minor;
    offers.push({ ...coupon, saving_minor, refusal: refused?.message ?? "" });
  }
  return offers;
}

/** None where the rule is in a language that this app does not know. */
function couponOf({ code, name, rule, listed, validUntil }: KeptCoupon, currency: string): Coupon[] {
  try {
    const benefit = sayRule(parseRule(rule), listed !== null, currency);
    return [{ code, name, benefit, valid_until: validUntil, uses_left: null }];
  } catch {
    return [];
  }
}

/** What a rule takes off, in one line: the twin of `say_rule`. */
function sayRule({ benefit, minimumMinor, goods }: Rule, isForListed: boolean, currency: string): string {
  const off =
    benefit.kind === "percent"
      ? t("%(percent)s percent off", { percent: benefit.percentBp / 100 })
      : t("%(amount)s off", { amount: formatMoney(benefit.amountMinor, currency) });
  const from = minimumMinor
    ? t("%(off)s from %(minimum)s", { off, minimum: formatMoney(minimumMinor, currency) })
    : off;
  return goods || isForListed ? t("%(off)s, on certain goods", { off: from }) : from;
}
