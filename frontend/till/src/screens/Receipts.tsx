/** What this register sold today, to look at, print again or take back. */
import { useEffect, useState } from "preact/hooks";
import type { OrderBrief, Resolved } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce } from "../state/announce";
import { go, hashOf } from "../state/route";
import { moment, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";

export function Receipts() {
  const [sales, setSales] = useState<OrderBrief[] | null>(null);
  const reading = useDeed();
  useEffect(() => void reading.run(async () => setSales(await till.salesOfToday())), []);
  const onFound = (found: Resolved) => {
    if (found.kind === "receipt") go({ screen: "receipt", number: found.receipt.number });
    else announce(t("This code is not a receipt's."), { isUrgent: true });
  };
  return (
    <main class="page">
      <Heading title={t("Receipts of today")} />
      <ScanBar onFound={onFound} placeholder={t("Receipt number")} />
      <Failure failure={reading.failure} />
      {sales === null && !reading.failure && <p class="soft">{t("Reading…")}</p>}
      {sales?.length === 0 && <p class="empty">{t("This register has sold nothing today.")}</p>}
      <ul class="rows">
        {sales?.map((sale) => (
          <SaleRow key={sale.uid} sale={sale} />
        ))}
      </ul>
    </main>
  );
}

function SaleRow({ sale }: { sale: OrderBrief }) {
  return (
    <li>
      <a class="row num" href={hashOf({ screen: "receipt", number: sale.number })}>
        <span>{moment(sale.completed_at ?? sale.placed_at)}</span>
        <span>
          {sale.number} {sale.channel !== "till" && <span class="tag">{t("Pickup")}</span>}{" "}
          {sale.status === "voided" && <span class="tag tag--hot">{t("Void")}</span>}
        </span>
        <b>{money(sale.total_minor)}</b>
      </a>
    </li>
  );
}
