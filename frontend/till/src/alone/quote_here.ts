/**
 * What a list costs by what this device knows, in the shape of the server's answer.
 *
 * Prices, tax and coupons are worked out by the same rules as the server's (`pricing`). What only the server can know
 * is not guessed: whether a coupon's uses are spent is found out when the sale is booked.
 */
import { Problem } from "../api/problem";
import type { CouponRefused, Member, Quote, QuoteWish } from "../api/shapes";
import { t } from "../i18n";
import type { Benefit, Goods } from "../pricing/basket";
import { parseRule } from "../pricing/language";
import { quote as priced } from "../pricing/quote";
import { explain } from "../pricing/reasons";
import type { Rule } from "../pricing/rules";
import type { KnownCoupon, KnownGoods, Shelf } from "./shelf";

/** What is asked of a coupon besides its rule. */
export interface CouponUse {
  at: Date;
  member: Member | null;
  /** The kinds that may be used without a network. */
  kinds: readonly string[];
}

/**
 * Prices a list over the counter.
 *
 * @throws Problem goods that this device does not know, or no goods known at all yet
 */
export async function quoteHere(
  wish: QuoteWish,
  shelf: Shelf,
  use: CouponUse,
  currency: string,
): Promise<Quote> {
  const terms = await shelf.terms();
  if (!terms) throw new Problem(0, "no_goods_here", t("This device has no goods and prices yet."));
  const known = await shelf.goodsOf(wish.lines.map((line) => line.sku));
  const goods = wish.lines.map((line, place) => goodsOf(line, known.get(line.sku), place));
  const { benefits, names, refused } = await couponsOf(wish.coupon_codes ?? [], goods, shelf, use);
  const answer = priced(goods, benefits, terms);
  return {
    lines: answer.lines.map((line) => ({
      uid: line.ref,
      sku: line.sku,
      name: known.get(line.sku)?.name ?? line.sku,
      quantity: line.quantity,
      unit_price_minor: line.unitPriceMinor,
      list_minor: line.listMinor,
      discount_minor: line.discountMinor,
      total_minor: line.totalMinor,
      tax_rate_bp: line.taxRateBp,
      discounts: line.discounts.map(([code, amount_minor]) => ({ code, amount_minor })),
      is_extra: false,
    })),
    taxes: answer.taxes.map(({ rateBp, netMinor, taxMinor, grossMinor }) => ({
      rate_bp: rateBp,
      net_minor: netMinor,
      tax_minor: taxMinor,
      gross_minor: grossMinor,
    })),
    goods_minor: answer.goodsMinor,
    discount_minor: answer.discountMinor,
    tax_minor: answer.taxMinor,
    total_minor: answer.totalMinor,
    points: answer.points,
    coupons: answer.applied.map(({ ref, discountMinor }) => ({
      code: ref,
      name: names.get(ref) ?? ref,
      discount_minor: discountMinor,
    })),
    refused_coupons: [
      ...refused,
      ...answer.skipped.map((skipped) => ({
        code: skipped.ref,
        reason: skipped.reason,
        message: explain(skipped, t, currency),
      })),
    ],
    fees_minor: 0,
    paid_minor: 0,
    due_minor: answer.totalMinor,
    offers: [],
  };
}

function goodsOf(line: QuoteWish["lines"][number], known: KnownGoods | undefined, place: number): Goods {
  if (!known) {
    const words = t("This device does not know %(code)s.", { code: line.sku });
    throw new Problem(0, "variant_not_found", words, `lines.${place}.sku`);
  }
  return {
    ref: line.uid,
    sku: known.sku,
    product: known.product,
    categories: known.categories,
    quantity: line.quantity,
    unitPriceMinor: known.priceMinor,
    taxRateBp: known.taxRateBp,
    earnsPoints: true,
  };
}

interface Coupons {
  benefits: Benefit[];
  names: Map<string, string>;
  refused: CouponRefused[];
}

async function couponsOf(
  codes: readonly string[],
  goods: readonly Goods[],
  shelf: Shelf,
  use: CouponUse,
): Promise<Coupons> {
  const found: Coupons = { benefits: [], names: new Map(), refused: [] };
  for (const code of codes) {
    const coupon = await shelf.coupon(code);
    const why = whyNot(coupon, use);
    const rule = why || !coupon ? null : ruleOf(coupon, goods);
    if (coupon) found.names.set(code, coupon.name);
    if (rule) found.benefits.push({ ref: code, rule });
    else {
      const message = why || t("This coupon needs a newer version of the till.");
      found.refused.push({ code, reason: "coupon_not_applicable", message });
    }
  }
  return found;
}

/** Why a coupon cannot be used here and now; empty when it can, as far as this device knows. */
function whyNot(coupon: KnownCoupon | undefined, { at, member, kinds }: CouponUse): string {
  if (!coupon) return t("This device does not know this coupon. It can be used with a network.");
  if (!kinds.includes(coupon.kind)) return t("It can be used with a network only.");
  if (at < new Date(coupon.validFrom)) return t("It is not valid yet.");
  if (at >= new Date(coupon.validUntil)) return t("Its time is over.");
  const isMembers = coupon.kind === "member" || coupon.customerLimit !== null;
  if (isMembers && !member) return t("It is for members: scan the card first.");
  if (coupon.kind === "member" && !member?.coupons.some(({ code }) => code === coupon.code)) {
    return t("It was given to another member.");
  }
  return "";
}

/** The rule, limited to the goods on the coupon's list where it has one; null in a language this app does not know. */
function ruleOf({ rule, listedProducts }: KnownCoupon, goods: readonly Goods[]): Rule | null {
  try {
    const parsed = parseRule(rule);
    if (!listedProducts) return parsed;
    const listed = new Set(listedProducts);
    const products = goods.map(({ product }) => product).filter((product) => listed.has(product));
    return { ...parsed, goods: { skus: new Set(), products: new Set(products), categories: new Set() } };
  } catch {
    return null;
  }
}
