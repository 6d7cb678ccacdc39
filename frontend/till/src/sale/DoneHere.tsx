/** The sale is kept on this device: the change to give back, and a receipt of this till until it is booked. */
import { useEffect } from "preact/hooks";
import type { Slip } from "../api/shapes";
import type { Envelope } from "../data/db";
import { t } from "../i18n";
import { changeOf } from "../money";
import { scan, useScans } from "../scan/scanner";
import { printsAtOnce } from "../state/device";
import { finished } from "../state/finishing";
import { go } from "../state/route";
import { money } from "../state/session";
import { isTraining } from "../training/world";
import { Heading } from "../ui/Heading";
import { drawn, sendToPrinter } from "../ui/printing";
import { Receipt } from "../ui/Receipt";

export function DoneHere({ envelope, slip }: { envelope: Envelope; slip: Slip }) {
  useEffect(() => {
    if (printsAtOnce.peek()) void sendToPrinter();
  }, []);
  const next = () => {
    finished.value = null;
    go({ screen: "sale" });
  };
  // Who scans the next customer's goods already means the next sale.
  useScans(async (code) => {
    next();
    await drawn();
    scan(code);
  });
  return (
    <div class="done">
      <section class="done-words stack">
        <Heading title={t("Sale finished")} />
        <p class="done-change">
          <span>{t("Change due")}</span>
          <b class="num">{money(changeOf(envelope.totalMinor, envelope.tenderedMinor) ?? 0)}</b>
        </p>
        <p class="soft num">
          {t("Total %(total)s, received %(received)s", {
            total: money(envelope.totalMinor),
            received: money(envelope.tenderedMinor),
          })}
        </p>
        {isTraining.value && (
          <p class="notice notice--few">
            <b>{t("Practice: nothing was sold, and nothing is booked.")}</b>
          </p>
        )}
        {(!isTraining.value || envelope.queuedAt) && (
          <p class="notice notice--few">
            {t("Kept on this device. It is booked by itself as soon as there is a network.")}
          </p>
        )}
        <div class="actions">
          <button type="button" class="button" onClick={() => void sendToPrinter()}>
            {t("Print the receipt")}
          </button>
          <button type="button" class="button button--pay" onClick={next}>
            {t("Next sale")}
          </button>
        </div>
      </section>
      <Receipt slip={slip} />
    </div>
  );
}
