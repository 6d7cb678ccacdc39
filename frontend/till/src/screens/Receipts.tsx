/** What this register sold today, to look at, print again or take back. */
import { useEffect, useState } from "preact/hooks";
import type { OrderBrief, Resolved, ReturnBrief, SaleList } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce } from "../state/announce";
import { go, hashOf } from "../state/route";
import { may, moment, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { ReturnedTag } from "../ui/OrderState";

export function Receipts() {
  const [today, setToday] = useState<SaleList | null>(null);
  const reading = useDeed();
  useEffect(() => void reading.run(async () => setToday(await till.salesOfToday())), []);
  const onFound = (found: Resolved) => {
    if (found.kind === "receipt") go({ screen: "receipt", number: found.receipt.number });
    else announce(t("This code is not a receipt's."), { isUrgent: true });
  };
  return (
    <main class="page">
      <Heading title={t("Receipts of today")} />
      <ScanBar onFound={onFound} placeholder={t("Receipt number")} />
      {may("return_goods") && (
        <p class="actions">
          <a class="button" href={hashOf({ screen: "returns" })}>
            {t("Take goods back")}
          </a>
        </p>
      )}
      <Failure failure={reading.failure} />
      {today === null && !reading.failure && <p class="soft">{t("Reading…")}</p>}
      {today?.sales.length === 0 && <p class="empty">{t("This register has sold nothing today.")}</p>}
      <ul class="rows">
        {today?.sales.map((sale) => (
          <SaleRow key={sale.uid} sale={sale} />
        ))}
      </ul>
      {today && today.returns.length > 0 && <Returns returns={today.returns} />}
    </main>
  );
}

function Returns({ returns }: { returns: ReturnBrief[] }) {
  return (
    <section class="stack">
      <h2>{t("Taken back today")}</h2>
      <ul class="rows">
        {returns.map((one) => (
          <li key={one.uid}>
            <a class="row num" href={hashOf({ screen: "receipt", number: one.number })}>
              <span>{moment(one.returned_at)}</span>
              <span>
                {one.number} ・ {t("Pieces: %(count)s", { count: one.piece_count })}
              </span>
              <b>{money(-one.total_minor)}</b>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SaleRow({ sale }: { sale: OrderBrief }) {
  return (
    <li>
      <a class="row num" href={hashOf({ screen: "receipt", number: sale.number })}>
        <span>{moment(sale.completed_at ?? sale.placed_at)}</span>
        <span>
          {sale.number} {sale.channel !== "till" && <span class="tag">{t("Pickup")}</span>}{" "}
          {sale.status === "voided" && <span class="tag tag--hot">{t("Void")}</span>}{" "}
          <ReturnedTag sale={sale} />
        </span>
        <b>{money(sale.total_minor)}</b>
      </a>
    </li>
  );
}
