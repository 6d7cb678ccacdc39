/** Baskets as the shared vectors have them, and quotes as they answer: what `noren.pricing.vectors.case` does. */
import type { Benefit, Goods, Markdown, Terms } from "./basket";
import { Refused } from "./errors";
import { parseRule } from "./language";
import type { Rounding } from "./money";
import { quote } from "./quote";
import type { Quote, Skipped } from "./quotes";

/** A basket to price. A refused one may have numbers of any kind, and rules of any form. */
export interface BasketJson {
  terms: {
    prices_include_tax: boolean;
    tax_rounding: Rounding;
    discount_rounding: Rounding;
    points_per_minor: [points: number, minor: number];
  };
  goods: {
    ref: string;
    sku: string;
    product: string;
    categories: string[];
    quantity: number;
    unit_price_minor: number;
    tax_rate_bp: number;
    earns_points: boolean;
  }[];
  benefits: { ref: string; rule: unknown }[];
  markdowns?: Markdown[];
}

/** A basket with its answer: a quote, or the code and the field of a refusal. */
export interface CaseJson extends BasketJson {
  name: string;
  quote: object;
}

/** What this side answers, in the form in which Python writes its answer. */
export function answerTo(basket: BasketJson): object {
  try {
    const benefits = basket.benefits.map(readBenefit);
    return quoteJson(quote(basket.goods.map(readGoods), benefits, readTerms(basket), basket.markdowns));
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, field: error.field };
    throw error;
  }
}

function readTerms({ terms }: BasketJson): Terms {
  return {
    pricesIncludeTax: terms.prices_include_tax,
    taxRounding: terms.tax_rounding,
    discountRounding: terms.discount_rounding,
    pointsPerMinor: terms.points_per_minor,
  };
}

function readGoods(goods: BasketJson["goods"][number]): Goods {
  const { ref, sku, product, categories, quantity } = goods;
  return {
    ...{ ref, sku, product, categories, quantity },
    unitPriceMinor: goods.unit_price_minor,
    taxRateBp: goods.tax_rate_bp,
    earnsPoints: goods.earns_points,
  };
}

function readBenefit({ ref, rule }: BasketJson["benefits"][number]): Benefit {
  return { ref, rule: parseRule(rule) };
}

function quoteJson(answer: Quote): object {
  return {
    lines: answer.lines.map(({ ref, sku, quantity, discounts, ...line }) => ({
      ...{ ref, sku, quantity, discounts },
      unit_price_minor: line.unitPriceMinor,
      list_minor: line.listMinor,
      discount_minor: line.discountMinor,
      total_minor: line.totalMinor,
      tax_rate_bp: line.taxRateBp,
    })),
    taxes: answer.taxes.map((rate) => ({
      rate_bp: rate.rateBp,
      net_minor: rate.netMinor,
      tax_minor: rate.taxMinor,
      gross_minor: rate.grossMinor,
    })),
    goods_minor: answer.goodsMinor,
    discount_minor: answer.discountMinor,
    total_minor: answer.totalMinor,
    tax_minor: answer.taxMinor,
    points: answer.points,
    applied: answer.applied.map(({ ref, discountMinor }) => ({ ref, discount_minor: discountMinor })),
    skipped: answer.skipped.map((skipped) => ({
      ref: skipped.ref,
      reason: skipped.reason,
      details: detailsOf(skipped),
    })),
  };
}

function detailsOf(skipped: Skipped): [name: string, value: number | string][] {
  switch (skipped.reason) {
    case "below_minimum":
      return [
        ["minimum_minor", skipped.minimumMinor],
        ["missing_minor", skipped.missingMinor],
      ];
    case "not_stackable":
      return [["with", skipped.with]];
    default:
      return [];
  }
}
