/** The return is booked: what to give back, its receipt, and something else in exchange. */
import { useEffect } from "preact/hooks";
import type { ReturnDone } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { openDrawerForCash } from "../printer/print";
import { printsAtOnce } from "../state/device";
import { go } from "../state/route";
import { counterSale } from "../state/sales";
import { money } from "../state/session";
import { isTraining } from "../training/world";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { GiveReceipt } from "../ui/GiveReceipt";
import { Heading } from "../ui/Heading";
import { usePrinting } from "../ui/printing";
import { Receipt } from "../ui/Receipt";
import { cashOf } from "./draft";

export function ReturnDoneScreen({ done, memberUid }: { done: ReturnDone; memberUid: string | null }) {
  const { receipt, slip, deed, print, showFormal } = usePrinting(done.receipt);
  const exchanging = useDeed();
  useEffect(() => {
    void openDrawerForCash(cashOf(done), done.receipt?.number ?? t("Returned"));
    if (printsAtOnce.peek()) print();
  }, []);
  const exchange = () =>
    void exchanging.run(async () => {
      if (memberUid) counterSale.value?.setMember(await till.getMember(memberUid));
      go({ screen: "sale" });
    });
  const { booked } = done;
  const cashMinor = cashOf(done);
  const sentMinor = booked.total_minor - cashMinor;
  return (
    <main class="page">
      <div class="done">
        <section class="done-words stack">
          <Heading title={t("Returned")} />
          <p class="done-change">
            <span>{sentMinor > 0 ? t("To give back in cash") : t("To give back")}</span>
            <b class="num">{money(cashMinor)}</b>
          </p>
          {sentMinor > 0 && (
            <p class="notice">{t("%(amount)s goes back as it was paid.", { amount: money(sentMinor) })}</p>
          )}
          {booked.points_owed > 0 && (
            <p class="notice">
              {t("Points spent already: %(points)s. The next points earned pay them off.", {
                points: booked.points_owed,
              })}
            </p>
          )}
          {isTraining.value && (
            <p class="notice notice--few">
              <b>{t("Practice: nothing of it is booked.")}</b>
            </p>
          )}
          <CouponWords done={done} />
          <Failure failure={deed.failure ?? exchanging.failure} />
          <div class="actions">
            {receipt && !isTraining.value && <GiveReceipt receipt={receipt} onFormal={showFormal} />}
            <button type="button" class="button" onClick={print} aria-busy={deed.isBusy}>
              {receipt && receipt.printed_count > 0 ? t("Print again") : t("Print the receipt")}
            </button>
            <button type="button" class="button" onClick={exchange} aria-busy={exchanging.isBusy}>
              {t("Sell something in exchange")}
            </button>
            <button type="button" class="button button--pay" onClick={() => go({ screen: "receipts" })}>
              {t("Done")}
            </button>
          </div>
        </section>
        {slip && <Receipt slip={slip} />}
      </div>
    </main>
  );
}

/** What became of the coupons, once everything is back. */
function CouponWords({ done }: { done: ReturnDone }) {
  return (
    <>
      {done.booked.coupons.map((coupon) => (
        <p key={coupon.code} class="soft">
          {coupon.is_use_returned
            ? t("The coupon “%(name)s” can be used again.", { name: coupon.name })
            : t("The coupon “%(name)s” stays used.", { name: coupon.name })}
        </p>
      ))}
    </>
  );
}
