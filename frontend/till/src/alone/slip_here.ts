/**
 * The receipt of a sale that no server has booked yet, laid out as the server lays receipts out: it has all that a
 * simplified qualified invoice (適格簡易請求書) must have, and says that it was made by this till alone.
 */
import type { Markdown, Quote, Session, Slip, TenderKind } from "../api/shapes";
import { t } from "../i18n";
import { formatMoney } from "../money";
import { discountWords } from "../sale/markdowns";
import { type Handed, standingOf } from "../sale/tendering";
import * as time from "../time";
import { PRACTICE_MARK } from "../training/mark";
import { percent } from "../ui/Receipt";

export interface MadeHere {
  /** Given by this till; the server gives another one when it books the sale. */
  number: string;
  /** ISO 8601. */
  madeAt: string;
  quote: Quote;
  /** Cash that was handed in. */
  cashMinor: number;
  /** What was handed in beside it, and its kinds. */
  handed: readonly Handed[];
  kinds: readonly TenderKind[];
  staffName: string;
  /** What was taken off by hand. */
  markdowns?: readonly Markdown[];
  /** Empty for anybody. */
  memberNumber: string;
  /** Whether nothing was sold: the paper says so, and has no number by which it could be taken for a receipt. */
  isTraining?: boolean;
}

/** The tenders as the server's receipt lists them: those beside cash by their names, and cash with its change. */
function tenderRows(
  { quote, cashMinor, handed, kinds }: MadeHere,
  say: (minor: number) => string,
): { name: string; value: string }[] {
  const { parts, restMinor } = standingOf(handed, quote.total_minor, kinds);
  const others = handed.flatMap(({ provider, pieces, reference }, place) => {
    const name = kinds.find(({ code }) => code === provider)?.name ?? provider;
    const part = parts[place];
    return [
      { name: pieces ? `${name} × ${pieces}` : name, value: say(part?.tenderedMinor ?? 0) },
      ...(reference ? [{ name: t("Slip number"), value: reference }] : []),
      ...(part?.changeMinor ? [{ name: t("Change due"), value: say(part.changeMinor) }] : []),
      ...(part?.keptMinor ? [{ name: t("No change for"), value: say(part.keptMinor) }] : []),
    ];
  });
  if (others.length > 0 && cashMinor === 0) return others;
  return [
    ...others,
    { name: t("Cash"), value: say(cashMinor) },
    { name: t("Change due"), value: say(cashMinor - restMinor) },
  ];
}

/** Rates below this are reduced ones, and marked. In basis points. */
const STANDARD_BP = 1_000;

/** Lays the receipt out in the language of the till. */
export function slipHere(made: MadeHere, { store, register, terms }: Session, language: string): Slip {
  const { quote } = made;
  const say = (minor: number) => formatMoney(minor, terms.currency);
  const isReduced = (rateBp: number) => rateBp > 0 && rateBp < STANDARD_BP;
  const { isTraining = false } = made;
  const pieces = quote.lines.reduce((sum, line) => sum + line.quantity, 0);
  return {
    language,
    number: isTraining ? PRACTICE_MARK : made.number,
    title: isTraining ? t("Practice, no receipt") : t("Receipt, to be booked"),
    marks: isTraining
      ? [{ words: PRACTICE_MARK, detail: t("Nothing was sold. This is no receipt.") }]
      : [{ words: t("Made by this till, without a network"), detail: "" }],
    issuer: store.issuer_name,
    issuer_details: [
      ...[store.name, store.address, store.phone].filter(Boolean),
      // Without its number it is no invoice of the tax law.
      ...(store.issuer_number && !isTraining
        ? [t("Registration number %(number)s", { number: store.issuer_number })]
        : []),
    ],
    recipient: "",
    facts: [
      { name: t("Date"), value: time.longMoment(made.madeAt, store.time_zone, language) },
      ...(isTraining ? [] : [{ name: t("No."), value: made.number }]),
      { name: t("Register and staff"), value: `${register.code} ・ ${made.staffName}` },
      ...(made.memberNumber ? [{ name: t("Member"), value: `*******${made.memberNumber.slice(-4)}` }] : []),
    ],
    goods: quote.lines.map((line) => ({
      name: isReduced(line.tax_rate_bp) ? `${line.name} ※` : line.name,
      rows: [
        { name: `${say(line.unit_price_minor)} × ${line.quantity}`, value: say(line.list_minor) },
        ...line.discounts.map(({ code, amount_minor }) => ({
          name: discountWords(code, line, made.markdowns ?? [], t),
          value: say(-amount_minor),
        })),
      ],
    })),
    sums: [
      { name: t("Subtotal, %(count)s pieces", { count: pieces }), value: say(quote.goods_minor) },
      ...(quote.discount_minor ? [{ name: t("Discount"), value: say(-quote.discount_minor) }] : []),
      ...(terms.prices_include_tax ? [] : [{ name: t("Tax"), value: say(quote.tax_minor) }]),
    ],
    total: { name: t("Total"), value: say(quote.total_minor) },
    statement: [],
    taxes: quote.taxes.flatMap(({ rate_bp, net_minor, tax_minor, gross_minor }) => {
      const rate = percent(rate_bp);
      return terms.prices_include_tax
        ? [
            { name: t("Goods at %(rate)s, tax included", { rate }), value: say(gross_minor) },
            { name: t("Tax in it (%(rate)s)", { rate }), value: say(tax_minor) },
          ]
        : [
            { name: t("Goods at %(rate)s, without tax", { rate }), value: say(net_minor) },
            { name: t("Tax on it (%(rate)s)", { rate }), value: say(tax_minor) },
          ];
    }),
    tenders: tenderRows(made, say),
    points: [],
    notes: [
      ...(quote.lines.some((line) => isReduced(line.tax_rate_bp))
        ? [t("※ marks goods at the reduced tax rate.")]
        : []),
      ...(made.memberNumber && !isTraining ? [t("Points are added when the sale is booked.")] : []),
      ...(isTraining ? [`${PRACTICE_MARK} ${t("Nothing was sold. This is no receipt.")}`] : []),
    ],
    link: "",
    link_words: "",
  };
}
