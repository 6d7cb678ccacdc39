/** What is to be paid: per tax rate, what coupons took off, the total. */

import { pricedHereWords } from "../alone/words";
import type { Quote } from "../api/shapes";
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";
import { money } from "../state/session";
import { percent } from "../ui/Receipt";

export function Totals({ sale }: { sale: OpenSale }) {
  const quote = sale.quote.value;
  const isFresh = sale.isFresh.value || (sale.isEmpty.value && !sale.isHandOver);
  return (
    <div class="totals" data-stale={!isFresh}>
      {quote && <Rates quote={quote} />}
      {quote && sale.isPricedHere.value && <p class="small soft">{pricedHereWords()}</p>}
      <p class="total">
        <span>{t("Total")}</span>
        <output class="num" aria-live="polite" aria-atomic="true">
          {money(quote?.total_minor ?? 0)}
        </output>
      </p>
      {quote && quote.paid_minor > 0 && (
        <p class="total total--before">
          <span class="tag tag--good">{t("Paid before")}</span>
          <span class="num">{money(quote.paid_minor)}</span>
        </p>
      )}
    </div>
  );
}

/** The total by rate, as the receipt will have it. */
export function Rates({ quote }: { quote: Quote }) {
  return (
    <ul class="rates small soft num">
      {quote.taxes.map((tax) => (
        <li key={tax.rate_bp}>
          {t("%(rate)s goods", { rate: percent(tax.rate_bp) })}{" "}
          {t("%(amount)s (tax %(tax)s)", { amount: money(tax.gross_minor), tax: money(tax.tax_minor) })}
        </li>
      ))}
      {quote.fees_minor > 0 && (
        <li>
          {t("Delivery fee in the total")} {money(quote.fees_minor)}
        </li>
      )}
      {quote.discount_minor > 0 && (
        <li class="off">
          {t("Discount")} {money(-quote.discount_minor)}
        </li>
      )}
      {quote.points > 0 && <li>{t("Points for a member: %(points)s", { points: quote.points })}</li>}
    </ul>
  );
}
