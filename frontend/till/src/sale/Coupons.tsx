/** Coupons: the member's to tap, others by code, and what each takes off or why it takes nothing. */
import { useState } from "preact/hooks";
import type { Coupon, Quote } from "../api/shapes";
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";
import { lastDay, money } from "../state/session";
import { Field } from "../ui/Field";
import { leaveToScanField } from "../ui/focus";

export function Coupons({ sale }: { sale: OpenSale }) {
  const { couponCodes, member } = sale.draft.value;
  const quote = sale.quote.value;
  const others = member?.coupons.filter((coupon) => !couponCodes.includes(coupon.code)) ?? [];
  return (
    <section class="coupons" aria-label={t("Coupons")}>
      <ul class="stack" aria-live="polite">
        {ofTheOrder(quote, couponCodes).map((coupon) => (
          <li key={coupon.code} class="coupon coupon--on">
            <span class="coupon-words">
              <span class="tag tag--hot">{t("In use")}</span>
              <b>{coupon.name}</b> <span class="num">{money(-coupon.discount_minor)}</span>
            </span>
          </li>
        ))}
        {couponCodes.map((code) => (
          <Used key={code} sale={sale} code={code} quote={quote} />
        ))}
      </ul>
      {others.map((coupon) => (
        <Offer key={coupon.code} coupon={coupon} onUse={() => sale.addCoupon(coupon.code)} />
      ))}
      <CouponCode sale={sale} />
    </section>
  );
}

/** Coupons that a pickup was ordered with: they are part of the order and cannot be taken off here. */
function ofTheOrder(quote: Quote | null, own: readonly string[]): Quote["coupons"] {
  return quote?.coupons.filter((coupon) => !own.includes(coupon.code)) ?? [];
}

function Used({ sale, code, quote }: { sale: OpenSale; code: string; quote: Quote | null }) {
  const applied = quote?.coupons.find((coupon) => coupon.code === code);
  const refused = quote?.refused_coupons.find((coupon) => coupon.code === code);
  const own = sale.draft.value.member?.coupons.find((coupon) => coupon.code === code);
  const name = applied?.name ?? own?.name ?? code;
  return (
    <li class={refused ? "coupon coupon--refused" : "coupon coupon--on"}>
      <span class="coupon-words">
        {applied && <span class="tag tag--hot">{t("In use")}</span>}
        {refused && <span class="tag tag--few">{t("Not in use")}</span>}
        <b>{name}</b> {applied && <span class="num">{money(-applied.discount_minor)}</span>}
        {refused && <span class="coupon-reason">{refused.message}</span>}
      </span>
      <button
        type="button"
        class="button"
        onClick={(click) => {
          leaveToScanField(click);
          sale.removeCoupon(code);
        }}
        aria-label={t("Take off %(name)s", { name })}
      >
        {t("Take off")}
      </button>
    </li>
  );
}

function Offer({ coupon, onUse }: { coupon: Coupon; onUse: () => void }) {
  return (
    <button type="button" class="coupon coupon--offer" onClick={onUse}>
      <span class="coupon-words">
        <b>{coupon.name}</b>
        <span class="small soft">
          {coupon.benefit} ・ {t("until %(day)s", { day: lastDay(coupon.valid_until) })}
        </span>
      </span>
      <span class="coupon-do">{t("Use it")}</span>
    </button>
  );
}

function CouponCode({ sale }: { sale: OpenSale }) {
  const [code, setCode] = useState("");
  const problem = sale.problem.value;
  const error = problem?.field?.startsWith("coupon_codes") ? problem.message : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    sale.addCoupon(code);
    setCode("");
  };
  return (
    <form onSubmit={submit}>
      <Field
        id="coupon"
        label={t("Coupon code")}
        value={code}
        onValue={setCode}
        error={error}
        maxLength={40}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
      >
        <button type="submit" class="button" disabled={!code.trim()}>
          {t("Use it")}
        </button>
      </Field>
    </form>
  );
}
