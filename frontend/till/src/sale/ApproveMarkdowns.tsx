/** A second person approves what is taken off by hand, beyond what the one at the till may. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { announce } from "../state/announce";
import type { OpenSale } from "../state/open_sale";
import { money } from "../state/session";
import { APPROVER_FIELDS, Approver, useApprover } from "../ui/Approver";
import { Dialog } from "../ui/Dialog";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { standing } from "./markdowns";

export function ApproveMarkdowns({ sale }: { sale: OpenSale }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t("Have it approved")}
      </button>
      {isOpen && <ApproveDialog sale={sale} onClose={() => setOpen(false)} />}
    </>
  );
}

function ApproveDialog({ sale, onClose }: { sale: OpenSale; onClose: () => void }) {
  const deed = useDeed();
  const approver = useApprover(true);
  const { uid, lines } = sale.draft.value;
  const submit = (event: Event) => {
    event.preventDefault();
    approver.complain();
    if (!approver.isComplete) return;
    void deed.run(async () => {
      const approvalUid = await approver.ask({
        deed: "mark_down",
        order_uid: uid,
        lines: lines.map((line) => ({ uid: line.uid, sku: line.sku, quantity: line.quantity })),
        markdowns: standing(sale.draft.value),
      });
      if (approvalUid) sale.setApproval(approvalUid);
      announce(t("Approved. Take the money within five minutes."));
      onClose();
    });
  };
  const offMinor = sale.quote.value?.markdown_minor ?? 0;
  return (
    <Dialog id="approve" title={t("Much is taken off by hand")} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        <p>{t("%(amount)s is taken off this sale by hand.", { amount: money(offMinor) })}</p>
        <Approver approver={approver} deed={deed} />
        <Failure failure={deed.failure} saidAt={APPROVER_FIELDS} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("Back")}
          </button>
          <button type="submit" class="button button--pay" aria-busy={deed.isBusy}>
            {t("Approve")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
