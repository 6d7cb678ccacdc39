/** What stands in the practice world: goods, a member and a coupon that nobody has, beside the goods of the shop. */
import type { Coupon, CouponOffer, Member, Quote, QuoteWish, Terms } from "../api/shapes";
import type { MemberAsOf, Shelf } from "../assortment/store";
import { foldWords } from "../assortment/words";
import type { KeptCoupon, KeptGoods } from "../data/db";
import { t } from "../i18n";
import { VERSION } from "../pricing/language";
import type { Text } from "../texts";
import { training } from "./world";

export const TEA = "PRACTICE-TEA";
export const RICE = "PRACTICE-RICE";
export const NOTEBOOK = "PRACTICE-NOTEBOOK";
/** A card number that the server gives to nobody: it counts from one. */
export const CARD = "M0000000000";
export const COUPON = "PRACTICE-100";
/** Of the practice pickup; folded, as codes are that people type. */
export const PICKUP_CODE = "RENSHU";
/** What a scan of the receipt of yesterday reads. */
export const RECEIPT = "PRACTICE-RECEIPT";
/** The sale that it is of; no order of the server has this. */
export const SALE_UID = "00000000-0000-7000-8000-000000000004";

const FOOD = "practice-food";
const THINGS = "practice-things";
const RATES_BP = { [FOOD]: 800, [THINGS]: 1_000 };
const ALWAYS = { validFrom: "2000-01-01T00:00:00Z", validUntil: "2100-01-01T00:00:00Z" };

interface PracticeGoods {
  code: string;
  name: Text;
  priceMinor: number;
  taxClass: string;
}

const GOODS: readonly PracticeGoods[] = [
  { code: TEA, name: "Practice tea", priceMinor: 158, taxClass: FOOD },
  { code: RICE, name: "Practice rice ball", priceMinor: 160, taxClass: FOOD },
  { code: NOTEBOOK, name: "Practice notebook", priceMinor: 330, taxClass: THINGS },
];

/** How the shop counts where nobody told this device yet. */
const TERMS: Terms = {
  shop_name: "",
  currency: "JPY",
  prices_include_tax: true,
  tax_rounding: "floor",
  discount_rounding: "floor",
  points_per_minor: [1, 100],
  tax_rates_bp: {},
  rule_version: VERSION,
};

/** Practice goods first, then those of the shop as this device knows them; of coupons the practice one alone. */
export class PracticeShelf implements Shelf {
  constructor(private readonly real: Shelf) {}

  async find(scanned: string): Promise<KeptGoods | undefined> {
    const known = GOODS.find(({ code }) => code === scanned.trim().toUpperCase());
    return known ? kept(known) : this.real.find(scanned);
  }

  async search(typed: string, limit = 12): Promise<KeptGoods[]> {
    const words = foldWords(typed).split(/\s+/).filter(Boolean);
    const fits = ({ name, code }: PracticeGoods) =>
      words.every((word) => foldWords(`${t(name)} ${code}`).includes(word));
    const known = words.length ? GOODS.filter(fits).map(kept) : [];
    return [...known, ...(await this.real.search(typed, limit))].slice(0, limit);
  }

  async categoriesAbove(code: string): Promise<string[]> {
    return code ? this.real.categoriesAbove(code) : [];
  }

  async coupon(typed: string): Promise<KeptCoupon | undefined> {
    if (typed.trim().toUpperCase() !== COUPON) return undefined;
    const rule = { v: VERSION, benefit: { kind: "amount", amount_minor: 100 } };
    const limits = { listed: null, redemptionLimit: null, customerLimit: null };
    return {
      generation: 0,
      code: COUPON,
      name: t("Practice coupon"),
      kind: "member",
      rule,
      ...limits,
      ...ALWAYS,
    };
  }

  /** The practice member alone: no real one is shown in training. */
  async member(number: string): Promise<MemberAsOf | undefined> {
    if (number !== CARD) return undefined;
    const { uid, name, points_balance } = practiceMember();
    const coupons = [COUPON];
    const member = { generation: 0, code: uid, number, name, points: points_balance, coupons };
    return { member, asOf: training.peek()?.startedAt ?? new Date().toISOString() };
  }

  async terms(): Promise<Terms> {
    const told = (await this.real.terms()) ?? TERMS;
    return { ...told, tax_rates_bp: { ...told.tax_rates_bp, ...RATES_BP }, rule_version: VERSION };
  }
}

function kept({ code, name, priceMinor, taxClass }: PracticeGoods): KeptGoods {
  return {
    generation: 0,
    code,
    gtin: null,
    name: t(name),
    product: code,
    category: "",
    priceMinor,
    taxClass,
  };
}

/** The member whose card lies on the counter. */
export function practiceMember(): Member {
  return {
    uid: "00000000-0000-7000-8000-000000000000",
    member_number: CARD,
    name: t("Practice member"),
    family_name: t("Practice member"),
    given_name: "",
    family_kana: "",
    given_kana: "",
    email: "",
    phone: "",
    language: "ja",
    joined_at: ALWAYS.validFrom,
    joined_channel: "till",
    home_store_code: null,
    points_balance: 120,
    coupons: [practiceCoupon()],
    recent_orders: [],
  };
}

function practiceCoupon(): Coupon {
  return {
    code: COUPON,
    name: t("Practice coupon"),
    benefit: t("100 off"),
    valid_until: ALWAYS.validUntil,
    uses_left: null,
  };
}

/** What the member's coupon would take off a list, as the server says it. */
export function offersFor(wish: QuoteWish, without: Quote, withCoupon: Quote): CouponOffer[] {
  if (wish.customer_uid !== practiceMember().uid) return [];
  const saving = without.total_minor - withCoupon.total_minor;
  return [{ ...practiceCoupon(), saving_minor: Math.max(saving, 0), refusal: "" }];
}
