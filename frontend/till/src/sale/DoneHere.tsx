/** The sale is kept on this device: the change to give back, and a receipt of this till until it is booked. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Slip } from "../api/shapes";
import type { Envelope } from "../data/db";
import { t } from "../i18n";
import { openDrawerForCash } from "../printer/print";
import { scan, useScans } from "../scan/scanner";
import { printsAtOnce } from "../state/device";
import { finished } from "../state/finishing";
import { go } from "../state/route";
import { money, tenderKinds } from "../state/session";
import { isTraining } from "../training/world";
import { Heading } from "../ui/Heading";
import { drawn, sendToPrinter } from "../ui/printing";
import { Receipt } from "../ui/Receipt";
import { changeOfEnvelope, forDrawer } from "./tendering";

export function DoneHere({ envelope, slip }: { envelope: Envelope; slip: Slip }) {
  const [isReprint, setReprint] = useState(false);
  const prints = useRef(0);
  const shown = isReprint ? reprinted(slip) : slip;
  const print = () => {
    prints.current += 1;
    setReprint(prints.current > 1);
    void sendToPrinter(prints.current > 1 ? reprinted(slip) : slip);
  };
  useEffect(() => {
    void openDrawerForCash(forDrawer(envelope, tenderKinds.peek()), slip.number);
    if (printsAtOnce.peek()) print();
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
          <b class="num">{money(changeOfEnvelope(envelope))}</b>
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
          <button type="button" class="button" onClick={print}>
            {t("Print the receipt")}
          </button>
          <button type="button" class="button button--pay" onClick={next}>
            {t("Next sale")}
          </button>
        </div>
      </section>
      <Receipt slip={shown} />
    </div>
  );
}

/** The receipt once more: nobody counts its prints but this screen. */
function reprinted(slip: Slip): Slip {
  return { ...slip, marks: [{ words: t("Reprint"), detail: "" }, ...slip.marks] };
}
