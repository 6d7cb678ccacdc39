/**
 * What a list costs by what this device knows, in the shape of the server's answer.
 *
 * Prices, tax and coupons are worked out by the same rules as the server's (`pricing`). What only the server can know
 * is not guessed: whether a coupon's uses are spent is found out when the sale is booked.
 */
import { Problem } from "../api/problem";
import type { CouponRefused, Member, Quote, QuoteWish, Terms as ToldTerms } from "../api/shapes";
import type { Shelf } from "../assortment/store";
import type { KeptCoupon, KeptGoods } from "../data/db";
import { t } from "../i18n";
import { type Benefit, type Goods, type Markdown, refOf, type Terms } from "../pricing/basket";
import { parseRule, VERSION } from "../pricing/language";
import type { Rounding } from "../pricing/money";
import { quote as priced } from "../pricing/quote";
import type { QuoteLine } from "../pricing/quotes";
import { explain } from "../pricing/reasons";
import type { Rule } from "../pricing/rules";

/** What the server takes in one sale. */
const MOST_LINES = 100;
const MOST_COUPONS = 10;

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
export async function quoteHere(wish: QuoteWish, assortment: Shelf, use: CouponUse): Promise<Quote> {
  const told = await assortment.terms();
  if (!told) throw new Problem(0, "no_goods_here", t("This device has no goods and prices yet."));
  if (told.rule_version !== VERSION) {
    throw new Problem(0, "till_too_old", t("This till needs its new version to sell without a network."));
  }
  if (wish.lines.length > MOST_LINES || (wish.coupon_codes?.length ?? 0) > MOST_COUPONS) {
    throw new Problem(0, "too_much", t("This list is too long to be priced here."));
  }
  const known = await goodsOf(wish, assortment);
  const goods = wish.lines.map((line, place) => goodsLine(line, known.get(line.sku), told, place));
  const { benefits, names, refused } = await couponsOf(wish.coupon_codes, goods, assortment, use);
  const markdowns = (wish.markdowns ?? []).map(({ kind, value, line_uid }) => ({
    ...{ kind, value },
    line: line_uid ?? null,
  }));
  const answer = priceGoods(goods, benefits, told, markdowns);
  const idle = markdowns.findIndex((one) => !answer.lines.some((line) => isMarkedBy(one, line)));
  if (idle >= 0) {
    const words = t("This takes nothing off. A new price must be below the present one.");
    throw new Problem(0, "markdown_without_effect", words, `markdowns.${idle}.value`);
  }
  return {
    lines: answer.lines.map((line) => ({
      uid: line.ref,
      sku: line.sku,
      name: known.get(line.sku)?.goods.name ?? line.sku,
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
        message: explain(skipped, t, told.currency),
      })),
    ],
    fees_minor: 0,
    paid_minor: 0,
    due_minor: answer.totalMinor,
    offers: [],
    markdown_minor: answer.lines
      .flatMap((line) => line.discounts)
      .reduce((sum, [code, minor]) => sum + (code.startsWith("@") ? minor : 0), 0),
    // What needs one is held against the limits told, as there is nobody here who could approve it.
    needs_approval: [],
  };
}

function isMarkedBy(markdown: Markdown, line: QuoteLine): boolean {
  if (markdown.line !== null && markdown.line !== line.ref) return false;
  return line.discounts.some(([ref]) => ref === refOf(markdown));
}

function priceGoods(
  goods: readonly Goods[],
  benefits: readonly Benefit[],
  told: ToldTerms,
  markdowns: readonly Markdown[],
) {
  try {
    return priced(goods, benefits, termsOf(told), markdowns);
  } catch (error) {
    if (error instanceof RangeError)
      throw new Problem(0, "too_much", t("This list is too long to be priced here."));
    throw error;
  }
}

interface Known {
  goods: KeptGoods;
  categories: readonly string[];
}

/** What this device knows of the goods, with the categories above them. */
async function goodsOf({ lines }: QuoteWish, assortment: Shelf): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  for (const { sku } of lines) {
    const goods = known.has(sku) ? undefined : await assortment.find(sku);
    if (goods) known.set(sku, { goods, categories: await assortment.categoriesAbove(goods.category) });
  }
  return known;
}

function goodsLine(
  line: QuoteWish["lines"][number],
  known: Known | undefined,
  terms: ToldTerms,
  place: number,
): Goods {
  const taxRateBp = known && terms.tax_rates_bp[known.goods.taxClass];
  if (!known || taxRateBp === undefined) {
    const words = t("This device does not know %(code)s.", { code: line.sku });
    throw new Problem(0, "variant_not_found", words, `lines.${place}.sku`);
  }
  return {
    ref: line.uid,
    sku: known.goods.code,
    product: known.goods.product,
    categories: known.categories,
    quantity: line.quantity,
    unitPriceMinor: known.goods.priceMinor,
    taxRateBp,
    earnsPoints: true,
  };
}

function termsOf(told: ToldTerms): Terms {
  return {
    pricesIncludeTax: told.prices_include_tax,
    taxRounding: told.tax_rounding as Rounding,
    discountRounding: told.discount_rounding as Rounding,
    pointsPerMinor: told.points_per_minor,
  };
}

interface Coupons {
  benefits: Benefit[];
  names: Map<string, string>;
  refused: CouponRefused[];
}

async function couponsOf(
  codes: readonly string[] | undefined,
  goods: readonly Goods[],
  assortment: Shelf,
  use: CouponUse,
): Promise<Coupons> {
  const found: Coupons = { benefits: [], names: new Map(), refused: [] };
  for (const code of codes ?? []) {
    const coupon = await assortment.coupon(code);
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
function whyNot(coupon: KeptCoupon | undefined, { at, member, kinds }: CouponUse): string {
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
function ruleOf({ rule, listed }: KeptCoupon, goods: readonly Goods[]): Rule | null {
  try {
    const parsed = parseRule(rule);
    if (!listed) return parsed;
    const products = goods.map(({ product }) => product).filter((product) => listed.includes(product));
    return { ...parsed, goods: { skus: new Set(), products: new Set(products), categories: new Set() } };
  } catch {
    return null;
  }
}
