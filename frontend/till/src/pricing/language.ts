/**
 * The language of rules: the only code of the till that reads a rule from JSON and writes it back. The twin of
 * `noren.pricing.language`, which says what version 1 has: integers only, unknown parts refused.
 *
 * JSON's 1.0 is 1 here, where Python refuses it; the server writes rules in canonical form, which has none.
 */
import { compareCodes, hasOuterSpace, lengthOf } from "./codes";
import { type RuleFault, RuleInvalid } from "./errors";
import { type AmountOff, type GoodsFilter, type PercentOff, type Rule, WHOLE_BP } from "./rules";

export const VERSION = 1;
const MAX_AMOUNT_MINOR = 999_999_999_999;
const MAX_PRIORITY = 1_000;
const MAX_CODES = 5_000;
const MAX_CODE_LENGTH = 100;
const PARTS = ["v", "benefit", "minimum_minor", "goods", "priority", "stacks"];
const GOODS = ["skus", "products", "categories"] as const;

/** A rule in canonical form: every part written, codes sorted, `goods` only where it limits. */
export interface RuleJson {
  v: typeof VERSION;
  benefit:
    | { kind: "percent"; percent_bp: number; up_to_minor: number | null }
    | { kind: "amount"; amount_minor: number };
  minimum_minor: number;
  priority: number;
  stacks: boolean;
  goods?: { skus?: string[]; products?: string[]; categories?: string[] };
}

/**
 * The rule that this JSON says.
 *
 * @throws RuleInvalid `field` is the path of the part, such as `goods.skus.2`, or `rule` for the whole
 */
export function parseRule(data: unknown): Rule {
  const rule = new Section(data, "", PARTS);
  if (rule.value("v") !== VERSION) refuse("rule_choice_invalid", "v");
  return {
    benefit: parseBenefit(rule.value("benefit")),
    minimumMinor: rule.whole("minimum_minor", 0, MAX_AMOUNT_MINOR, 0),
    goods: rule.has("goods") ? parseGoods(rule.value("goods")) : null,
    priority: rule.whole("priority", -MAX_PRIORITY, MAX_PRIORITY, 0),
    stacks: rule.flag("stacks", false),
  };
}

/** The rule as JSON; equal rules give equal JSON, and `parseRule` reads it as the same rule. */
export function ruleJson(rule: Rule): RuleJson {
  const data: RuleJson = {
    v: VERSION,
    benefit: benefitJson(rule.benefit),
    minimum_minor: rule.minimumMinor,
    priority: rule.priority,
    stacks: rule.stacks,
  };
  if (rule.goods !== null) data.goods = goodsJson(rule.goods);
  return data;
}

function parseBenefit(data: unknown): PercentOff | AmountOff {
  const kind = new Section(data, "benefit").value("kind");
  if (kind === "percent") {
    const percent = new Section(data, "benefit", ["kind", "percent_bp", "up_to_minor"]);
    const isCapped = percent.has("up_to_minor") && percent.value("up_to_minor") !== null;
    return {
      kind,
      percentBp: percent.whole("percent_bp", 1, WHOLE_BP),
      upToMinor: isCapped ? percent.whole("up_to_minor", 1, MAX_AMOUNT_MINOR) : null,
    };
  }
  if (kind !== "amount") refuse("rule_choice_invalid", "benefit.kind");
  const amount = new Section(data, "benefit", ["kind", "amount_minor"]);
  return { kind: "amount", amountMinor: amount.whole("amount_minor", 1, MAX_AMOUNT_MINOR) };
}

function benefitJson(benefit: PercentOff | AmountOff): RuleJson["benefit"] {
  return benefit.kind === "percent"
    ? { kind: "percent", percent_bp: benefit.percentBp, up_to_minor: benefit.upToMinor }
    : { kind: "amount", amount_minor: benefit.amountMinor };
}

function parseGoods(data: unknown): GoodsFilter {
  const goods = new Section(data, "goods", GOODS);
  if (!GOODS.some((name) => goods.has(name))) refuse("rule_goods_empty", "goods");
  return {
    skus: goods.codes("skus"),
    products: goods.codes("products"),
    categories: goods.codes("categories"),
  };
}

function goodsJson(goods: GoodsFilter): NonNullable<RuleJson["goods"]> {
  const data: NonNullable<RuleJson["goods"]> = {};
  for (const name of GOODS) {
    if (goods[name].size > 0) data[name] = [...goods[name]].sort(compareCodes);
  }
  return data;
}

function refuse(fault: RuleFault, path: string): never {
  throw new RuleInvalid(fault, path);
}

/** One JSON object of a rule and its path; reads its parts and refuses what does not belong. */
class Section {
  readonly #data: object;
  readonly #prefix: string;

  constructor(data: unknown, path: string, known?: readonly string[]) {
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
      refuse("rule_object_invalid", path || "rule");
    }
    this.#data = data;
    this.#prefix = path ? `${path}.` : "";
    const unknown = known ? Object.keys(data).filter((key) => !known.includes(key)) : [];
    const [first] = unknown.sort(compareCodes);
    if (first !== undefined) refuse("rule_key_unknown", this.#prefix + first);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#data, key);
  }

  value(key: string): unknown {
    if (!this.has(key)) refuse("rule_key_missing", this.#prefix + key);
    return (this.#data as Readonly<Record<string, unknown>>)[key];
  }

  whole(key: string, low: number, high: number, absent?: number): number {
    if (absent !== undefined && !this.has(key)) return absent;
    const number = this.value(key);
    if (typeof number !== "number" || !Number.isInteger(number) || number < low || number > high) {
      refuse("rule_number_invalid", this.#prefix + key);
    }
    return number;
  }

  flag(key: string, absent: boolean): boolean {
    const value = this.has(key) ? this.value(key) : absent;
    if (typeof value !== "boolean") refuse("rule_choice_invalid", this.#prefix + key);
    return value;
  }

  codes(key: string): ReadonlySet<string> {
    if (!this.has(key)) return new Set();
    const [path, codes] = [this.#prefix + key, this.value(key)];
    if (!Array.isArray(codes) || codes.length < 1 || codes.length > MAX_CODES)
      refuse("rule_list_invalid", path);
    return new Set(codes.map((code: unknown, place) => checkCode(code, `${path}.${place}`)));
  }
}

function checkCode(code: unknown, path: string): string {
  if (typeof code !== "string" || hasOuterSpace(code) || code === "" || lengthOf(code) > MAX_CODE_LENGTH) {
    refuse("rule_text_invalid", path);
  }
  return code;
}
