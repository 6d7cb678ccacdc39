/** One shift with its report: what was expected, counted and differs, and what came late. */
import { useEffect, useState } from "preact/hooks";
import type { Shift } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { sheetDocument } from "../printer/document";
import { printOut } from "../printer/print";
import { hashOf } from "../state/route";
import { may, moment, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { ReportSlip } from "./ReportSlip";
import { reportBlocks } from "./report_blocks";

export function ShiftScreen({ uid }: { uid: string }) {
  const [shift, setShift] = useState<Shift | null>(null);
  const deed = useDeed();
  useEffect(() => void deed.run(async () => setShift(await till.getShift(uid))), [uid]);
  return (
    <main class="page receipt-page">
      <Heading title={shift ? t("Shift %(number)s", { number: shift.number }) : t("The drawer")} />
      <Failure failure={deed.failure} />
      {shift?.needs_reason && may("close_shift") && <Explain shift={shift} onDone={setShift} />}
      {shift && shift.late.length > 0 && <Late shift={shift} />}
      {shift && <ReportSlip shift={shift} />}
      <div class="actions">
        <a class="button" href={hashOf({ screen: "drawer" })}>
          {t("Back to the drawer")}
        </a>
        {shift && (
          <button
            type="button"
            class="button button--main"
            onClick={() => void deed.run(() => printOut(sheetDocument(reportBlocks(shift))))}
            aria-busy={deed.isBusy}
          >
            {t("Print")}
          </button>
        )}
      </div>
    </main>
  );
}

/** Who counted blind says afterwards what they know. */
function Explain({ shift, onDone }: { shift: Shift; onDone: (shift: Shift) => void }) {
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const deed = useDeed();
  const explain = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (!reason.trim()) return;
    void deed.run(async () => onDone(await till.explainShift(shift.uid, reason.trim())));
  };
  return (
    <form class="card stack notice" onSubmit={explain} noValidate>
      <Field
        id="explain-reason"
        label={t("Why does it differ?")}
        value={reason}
        onValue={setReason}
        maxLength={200}
        autocomplete="off"
        error={isAsked && !reason.trim() ? t("Say the reason.") : deed.at("reason")}
      />
      <Failure failure={deed.failure} saidAt={["reason"]} />
      <div class="actions">
        <button type="submit" class="button button--pay" aria-busy={deed.isBusy}>
          {t("Save the reason")}
        </button>
      </div>
    </form>
  );
}

function Late({ shift }: { shift: Shift }) {
  return (
    <section class="notice stack" aria-labelledby="late">
      <h2 id="late">{t("Sales that were booked after the shift was closed")}</h2>
      <p>{t("They are not in the report below, which stays as it is.")}</p>
      <ul class="rows">
        {shift.late.map((batch) => (
          <li key={batch.uid} class="row num">
            <span>{moment(batch.began_at)}</span>
            <span>
              {t("Late batch %(number)s: receipts %(count)s", {
                number: batch.number,
                count: batch.report.receipts,
              })}{" "}
              ・{" "}
              {batch.acknowledged_at
                ? t("Looked at by %(name)s", { name: batch.acknowledged_by })
                : t("A manager looks at it in the office")}
            </span>
            <b>{money(batch.report.total_minor)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
