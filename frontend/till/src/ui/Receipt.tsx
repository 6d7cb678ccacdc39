/** A receipt, drawn from the server's data: the same on the screen and on 80 mm paper. */
import type { Receipt as Data } from "../api/shapes";
import { t } from "../i18n";
import { money, stamp } from "../state/session";

/** A rate in basis points as people read it: `8%`. */
export function percent(rateBp: number): string {
  return `${rateBp / 100}%`;
}

export function Receipt({ data }: { data: Data }) {
  return (
    <article class="receipt" aria-label={t("Receipt %(number)s", { number: data.number })}>
      <header>
        {data.is_reprint && <p class="receipt-mark">{t("Reprint")}</p>}
        <p class="receipt-shop">{data.issuer_name || data.store_name}</p>
        <p>{data.store_name}</p>
        {data.store_address && <p>{data.store_address}</p>}
        {data.store_phone && <p>{data.store_phone}</p>}
        {data.issuer_number && <p>{t("Registration number %(number)s", { number: data.issuer_number })}</p>}
        <p class="receipt-title">{data.kind === "void" ? t("Void slip") : t("Receipt")}</p>
      </header>
      <dl>
        <Row name={t("Date")} value={stamp(data.issued_at)} />
        <Row name={t("No.")} value={data.number} />
        <Row name={t("Register and staff")} value={`${data.register_code} ・ ${data.staff_name}`} />
        {data.member_number && <Row name={t("Member")} value={data.member_number} />}
      </dl>
      <Lines data={data} />
      <Amounts data={data} />
      <footer>
        {data.lines.some((line) => line.is_reduced_rate) && <p>{t("※ reduced tax rate")}</p>}
        {data.points > 0 && <p>{t("Points earned: %(points)s", { points: data.points })}</p>}
        {data.reason && <p>{t("Reason: %(reason)s", { reason: data.reason })}</p>}
      </footer>
    </article>
  );
}

function Row({ name, value, isStrong = false }: { name: string; value: string; isStrong?: boolean }) {
  return (
    <div class={isStrong ? "receipt-row receipt-row--strong" : "receipt-row"}>
      <dt>{name}</dt>
      <dd class="num">{value}</dd>
    </div>
  );
}

function Lines({ data }: { data: Data }) {
  return (
    <ul class="receipt-lines">
      {data.lines.map((line, place) => (
        <li key={place}>
          <p>
            {line.name}
            {line.is_reduced_rate && " ※"}
          </p>
          <p class="receipt-row num">
            <span>
              {money(line.unit_price_minor)} × {line.quantity}
            </span>
            <span>{money(line.unit_price_minor * line.quantity)}</span>
          </p>
          {line.discounts.map((discount) => (
            <p key={discount.code} class="receipt-row num">
              <span>{t("Coupon %(code)s", { code: discount.code })}</span>
              <span>{money(-discount.amount_minor)}</span>
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Amounts({ data }: { data: Data }) {
  return (
    <dl>
      {data.discount_minor > 0 && (
        <>
          <Row name={t("Subtotal")} value={money(data.goods_minor)} />
          <Row name={t("Discount")} value={money(-data.discount_minor)} />
        </>
      )}
      <Row name={t("Total")} value={money(data.total_minor)} isStrong />
      {data.taxes.map((tax) => (
        <Row
          key={tax.rate_bp}
          name={t("%(rate)s goods", { rate: percent(tax.rate_bp) })}
          value={t("%(amount)s (tax %(tax)s)", { amount: money(tax.gross_minor), tax: money(tax.tax_minor) })}
        />
      ))}
      {data.payments.map((payment, place) => (
        <Payment key={place} payment={payment} isVoid={data.kind === "void"} />
      ))}
    </dl>
  );
}

function Payment({ payment, isVoid }: { payment: Data["payments"][number]; isVoid: boolean }) {
  if (payment.provider !== "cash") {
    return (
      <Row
        name={isVoid ? t("Given back as it was paid") : t("Paid before")}
        value={money(payment.amount_minor)}
      />
    );
  }
  if (isVoid) return <Row name={t("Cash given back")} value={money(payment.amount_minor)} />;
  const change = payment.change_minor ?? null;
  return (
    <>
      <Row name={t("Cash")} value={money(payment.tendered_minor ?? payment.amount_minor)} />
      {change !== null && <Row name={t("Change due")} value={money(change)} />}
    </>
  );
}
