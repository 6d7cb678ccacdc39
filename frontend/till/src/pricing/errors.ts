/** Why pricing refuses its input: the codes of `noren.pricing.errors`, each with the path of the field. */

export type GoodsFault = "quantity_invalid" | "unit_price_invalid" | "tax_rate_invalid" | "markdown_invalid";
export type RepeatFault = "line_repeated" | "benefit_repeated";
export type RuleFault =
  | "rule_key_missing"
  | "rule_key_unknown"
  | "rule_object_invalid"
  | "rule_number_invalid"
  | "rule_choice_invalid"
  | "rule_list_invalid"
  | "rule_text_invalid"
  | "rule_goods_empty";

/** The input can never be priced as it is. */
export class Refused extends Error {
  override readonly name: string = "Refused";

  constructor(
    readonly code: GoodsFault | RepeatFault | RuleFault,
    /** Where, such as `lines.0.quantity`. */
    readonly field: string,
  ) {
    super(`${code} at ${field}`);
  }
}

/**
 * A rule is not written in the language that this till reads. From the server that means a newer language: the till
 * then does not quote by itself, rather than guess (ADR "Prices are worked out on both sides").
 */
export class RuleInvalid extends Refused {
  override readonly name = "RuleInvalid";

  constructor(
    override readonly code: RuleFault,
    field: string,
  ) {
    super(code, field);
  }
}
