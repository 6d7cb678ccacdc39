/** The sale is booked: the change to give back, and the receipt. */
import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { openDrawerForCash } from "../printer/print";
import { scan, useScans } from "../scan/scanner";
import { printsAtOnce } from "../state/device";
import { type Booked, finished } from "../state/finishing";
import { go } from "../state/route";
import { money, tenderKinds } from "../state/session";
import { Failure } from "../ui/Failure";
import { GiveReceipt } from "../ui/GiveReceipt";
import { Heading } from "../ui/Heading";
import { drawn, usePrinting } from "../ui/printing";
import { Qr } from "../ui/Qr";
import { Receipt } from "../ui/Receipt";
import { forDrawer } from "./tendering";

export function DoneScreen({ sale }: { sale: Booked }) {
  const { receipt, slip, deed, print, showFormal } = usePrinting(sale.done.receipt);
  useEffect(() => {
    void openDrawerForCash(
      forDrawer(sale.envelope, tenderKinds.peek()),
      sale.done.receipt?.number ?? sale.done.order.number,
    );
    if (printsAtOnce.peek()) print();
  }, []);
  const next = () => {
    finished.value = null;
    go({ screen: "sale" });
  };
  const isPaid = sale.envelope.tenderedMinor === 0 && sale.done.order.total_minor > 0;
  // Who scans the next customer's goods already means the next sale.
  useScans(async (code) => {
    next();
    await drawn();
    scan(code);
  });
  return (
    <div class="done">
      <section class="done-words stack">
        <Heading title={sale.envelope.kind === "sale" ? t("Sale finished") : t("Handed over")} />
        <p class="done-change">
          {isPaid ? (
            <b>{t("Paid before")}</b>
          ) : (
            <>
              <span>{t("Change due")}</span>
              <b class="num">{money(sale.done.change_minor)}</b>
            </>
          )}
        </p>
        <p class="soft num">
          {t("Total %(total)s, received %(received)s", {
            total: money(sale.done.order.total_minor),
            received: money(sale.envelope.tenderedMinor),
          })}
        </p>
        <Failure failure={deed.failure} />
        {receipt && (
          <div class="done-link">
            <Qr text={receipt.link} label={t("QR code of the electronic receipt")} />
            <p>
              {t(
                "The customer can scan this to have the receipt on their phone, instead of paper or besides it.",
              )}
            </p>
          </div>
        )}
        <div class="actions">
          {receipt && (
            <GiveReceipt receipt={receipt} email={sale.done.order.contact_email} onFormal={showFormal} />
          )}
          <button type="button" class="button" onClick={print} aria-busy={deed.isBusy}>
            {receipt && receipt.printed_count > 0 ? t("Print again") : t("Print the receipt")}
          </button>
          <button type="button" class="button button--pay" onClick={next}>
            {t("Next sale")}
          </button>
        </div>
      </section>
      {slip && <Receipt slip={slip} />}
    </div>
  );
}
