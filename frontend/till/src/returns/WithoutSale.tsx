/** Goods whose sale nobody found: scanned or found by name, taken back at today's price. */
import { useState } from "preact/hooks";
import type { Resolved, ReturnDone } from "../api/shapes";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce } from "../state/announce";
import { may, mayWithApproval } from "../state/session";
import { Heading } from "../ui/Heading";
import { type BackRow, withGoods } from "./draft";
import { ReturnDoneScreen } from "./ReturnDoneScreen";
import { ReturnForm } from "./ReturnForm";

export function WithoutSale() {
  const [rows, setRows] = useState<BackRow[]>([]);
  const [done, setDone] = useState<ReturnDone | null>(null);
  if (done) return <ReturnDoneScreen done={done} memberUid={null} />;
  const onFound = (found: Resolved) => {
    if (found.kind === "variant") setRows((now) => withGoods(now, found.variant));
    else announce(t("This code is not that of goods."), { isUrgent: true });
  };
  return (
    <main class="page">
      <Heading title={t("Take goods back without a sale")} leavesFocus />
      <p class="notice">
        {t("Only when the sale cannot be found: today's price is given back in cash, and no points change.")}
      </p>
      {may("return_without_sale") || mayWithApproval("return_without_sale") ? (
        <>
          <ScanBar
            onFound={onFound}
            onPick={(variant) => setRows((now) => withGoods(now, variant))}
            placeholder={t("Barcode or name of the goods")}
            takesFocus
          />
          {rows.length > 0 && (
            <ReturnForm
              orderUid={null}
              rows={rows}
              onRows={setRows}
              onDone={setDone}
              onStale={() => undefined}
            />
          )}
        </>
      ) : (
        <p class="notice notice--hot" role="alert">
          {t("Your role does not include this.")}
        </p>
      )}
    </main>
  );
}
