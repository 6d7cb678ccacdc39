/** Pages of the feed as rows of this device. No database. */
import type {
  CategoriesPage,
  CouponsPage,
  FeedPage,
  GoodsPage,
  KeysPage,
  MembersPage,
  Terms,
} from "../api/shapes";
import type {
  KeptCategory,
  KeptCoupon,
  KeptGoods,
  KeptKey,
  KeptMember,
  KeptTerms,
  PartState,
} from "../data/db";

/** A part before anything was told of it. */
export function newPart(part: PartState["part"]): PartState {
  return { part, live: null, building: null, cursor: "", asOf: null, came: 0, total: 0 };
}

/**
 * How far a part has come with a page.
 *
 * What starts anew is built beside the generation in use, and takes its place with the last page.
 */
export function afterPage(before: PartState, page: FeedPage): PartState {
  const newest = Math.max(before.live ?? 0, before.building ?? 0);
  const building = page.starts_anew ? newest + 1 : before.building;
  const came = (page.starts_anew ? 0 : before.came) + page.rows.length;
  const total = page.total ?? before.total;
  const next = { ...before, cursor: page.cursor, building, came, total };
  if (page.has_more) return next;
  return { ...next, live: building ?? before.live, building: null, asOf: page.as_of };
}

/** The generation that a page is about. */
export function generationOf({ building, live }: PartState): number {
  return building ?? live ?? 0;
}

/** The generation to sell by: the whole one, or on a new device what came so far. */
export function generationInUse({ building, live }: PartState): number {
  return live ?? building ?? 0;
}

export function keptGoods(row: GoodsPage["rows"][number], generation: number): KeptGoods {
  const [code, gtin, name, product, category, priceMinor, taxClass] = row;
  const number = gtin?.replace(/^0+/, "");
  return { generation, code, gtin, ...(number && { number }), name, product, category, priceMinor, taxClass };
}

export function keptCategory(row: CategoriesPage["rows"][number], generation: number): KeptCategory {
  const [code, name, above] = row;
  return { generation, code, name, above };
}

export function keptCoupon(row: CouponsPage["rows"][number], generation: number): KeptCoupon {
  const [code, name, kind, rule, listed, validFrom, validUntil, redemptionLimit, customerLimit] = row;
  return {
    generation,
    code,
    name,
    kind,
    rule,
    listed,
    validFrom,
    validUntil,
    redemptionLimit,
    customerLimit,
  };
}

export function keptKey(row: KeysPage["rows"][number], generation: number): KeptKey {
  const [page, position, sku, words] = row;
  return { generation, code: `${page}\n${sku}\n${position}`, page, position, sku, words };
}

export function keptMember(row: MembersPage["rows"][number], generation: number): KeptMember {
  const [code, number, name, points, coupons] = row;
  return { generation, code, number, name, points, coupons };
}

export function keptTerms(terms: Terms, generation: number): KeptTerms {
  return { generation, code: "terms", terms };
}
