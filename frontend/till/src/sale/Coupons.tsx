/** Coupons: the member's to tap, others by code, and what each takes off or why it takes nothing. */
import { useState } from "preact/hooks";
import type { CouponOffer, Quote } from "../api/shapes";
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";
import { lastDay, money } from "../state/session";
import { Field } from "../ui/Field";
import { leaveToScanField } from "../ui/focus";
import { offersOf } from "./offers";

export function Coupons({ sale }: { sale: OpenSale }) {
  const { couponCodes, member } = sale.draft.value;
  const quote = sale.quote.value;
  // A pickup knows whose coupons they are; over the counter the member may have changed since the last answer.
  const own = sale.isHandOver ? (quote?.offers ?? []) : (member?.coupons ?? []);
  const { fitting, others } = offersOf(own, quote?.offers ?? [], couponCodes);
  const use = (code: string, click: MouseEvent) => {
    leaveToScanField(click);
    sale.addCoupon(code);
  };
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
          <Used
            key={code}
            sale={sale}
            code={code}
            quote={quote}
            ownName={own.find((coupon) => coupon.code === code)?.name}
          />
        ))}
      </ul>
      {fitting.map((offer) => (
        <Offer key={offer.code} offer={offer} onUse={use} />
      ))}
      {others.length > 0 && (
        <details key={member?.uid} class="coupon-more">
          <summary>
            {fitting.length > 0
              ? t("%(count)s more coupons", { count: others.length })
              : t("Coupons: %(count)s", { count: others.length })}
          </summary>
          <div class="stack">
            {others.map((offer) => (
              <Offer key={offer.code} offer={offer} onUse={use} />
            ))}
          </div>
        </details>
      )}
      <CouponCode sale={sale} />
    </section>
  );
}

/** Coupons that a pickup was ordered with: they are part of the order and cannot be taken off here. */
function ofTheOrder(quote: Quote | null, own: readonly string[]): Quote["coupons"] {
  return quote?.coupons.filter((coupon) => !own.includes(coupon.code)) ?? [];
}

interface UsedProps {
  sale: OpenSale;
  code: string;
  quote: Quote | null;
  /** What it is called, if it is the member's. */
  ownName: string | undefined;
}

function Used({ sale, code, quote, ownName }: UsedProps) {
  const applied = quote?.coupons.find((coupon) => coupon.code === code);
  const refused = quote?.refused_coupons.find((coupon) => coupon.code === code);
  const name = applied?.name ?? ownName ?? code;
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

interface OfferProps {
  offer: CouponOffer;
  onUse: (code: string, click: MouseEvent) => void;
}

function Offer({ offer, onUse }: OfferProps) {
  return (
    <button type="button" class="coupon coupon--offer" onClick={(click) => onUse(offer.code, click)}>
      <span class="coupon-words">
        <b>{offer.name}</b>
        <span class="small soft">
          {offer.benefit} ・ {t("until %(day)s", { day: lastDay(offer.valid_until) })}
        </span>
        {offer.refusal && <span class="small">{offer.refusal}</span>}
      </span>
      <span class="coupon-do">
        {offer.saving_minor > 0 && <b class="off num">{money(-offer.saving_minor)}</b>} {t("Use it")}
      </span>
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
