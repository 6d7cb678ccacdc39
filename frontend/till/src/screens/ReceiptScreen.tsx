/** One receipt: looked at, printed again, or its sale taken back with a reason. */
import { useEffect, useState } from "preact/hooks";
import type { Receipt as Data, FormalReceipt, GivenBack } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { openDrawerForCash } from "../printer/print";
import { GivenBackList, referencesOf, type Slips, terminalWords } from "../returns/GivenBack";
import { announce } from "../state/announce";
import { go, hashOf } from "../state/route";
import { may, mayWithApproval, money, session } from "../state/session";
import { APPROVER_FIELDS, Approver, useApprover } from "../ui/Approver";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { GiveReceipt } from "../ui/GiveReceipt";
import { Heading } from "../ui/Heading";
import { usePrinting } from "../ui/printing";
import { ReasonDialog } from "../ui/ReasonDialog";
import { Receipt } from "../ui/Receipt";

const A_DAY_MS = 24 * 60 * 60 * 1_000;

export function ReceiptScreen({ number }: { number: string }) {
  const [read, setRead] = useState<Data | null>(null);
  const reading = useDeed();
  useEffect(() => {
    setRead(null);
    void reading.run(async () => setRead(await till.getReceipt(number)));
  }, [number]);
  const { receipt, slip, deed, print, showFormal } = usePrinting(read);
  return (
    <main class="page receipt-page">
      <Heading title={t("Receipt %(number)s", { number })} isQuiet />
      <Failure failure={reading.failure ?? deed.failure} />
      {slip && <Receipt slip={slip} />}
      {receipt && (
        <ReceiptDeeds receipt={receipt} print={print} onFormal={showFormal} isPrinting={deed.isBusy} />
      )}
    </main>
  );
}

function ReceiptDeeds({
  receipt,
  print,
  onFormal,
  isPrinting,
}: {
  receipt: Data;
  print: () => void;
  onFormal: (formal: FormalReceipt) => void;
  isPrinting: boolean;
}) {
  const [isVoiding, setVoiding] = useState(false);
  return (
    <div class="actions">
      <a class="button" href={hashOf({ screen: "receipts" })}>
        {t("All receipts")}
      </a>
      {receipt.order_uid && receipt.kind !== "void" && may("return_goods") && (
        <a class="button" href={hashOf({ screen: "return", uid: receipt.order_uid })}>
          {receipt.kind === "sale" ? t("Take goods back") : t("The sale and its returns")}
        </a>
      )}
      {canVoid(receipt) && (
        <button type="button" class="button" onClick={() => setVoiding(true)}>
          {t("Void this sale")}
        </button>
      )}
      {may("reprint") && <GiveReceipt receipt={receipt} onFormal={onFormal} />}
      {may("reprint") && (
        <button type="button" class="button button--main" onClick={print} aria-busy={isPrinting}>
          {receipt.printed_count > 0 ? t("Print again") : t("Print the receipt")}
        </button>
      )}
      {isVoiding && <VoidDialog receipt={receipt} onClose={() => setVoiding(false)} />}
    </div>
  );
}

/** Offered for a day after a sale at this register; the server, which knows the business day, has the last word. */
function canVoid(receipt: Data): boolean {
  const here = session.value;
  return (
    (may("void_sale") || mayWithApproval("void_sale")) &&
    receipt.kind === "sale" &&
    receipt.voided_at === null &&
    receipt.returned_minor === 0 &&
    Date.now() - Date.parse(receipt.issued_at) < A_DAY_MS &&
    receipt.store_code === here?.store.code &&
    receipt.register_code === here?.register.code
  );
}

function VoidDialog({ receipt, onClose }: { receipt: Data; onClose: () => void }) {
  const deed = useDeed();
  const approver = useApprover(!may("void_sale"));
  const [slips, setSlips] = useState<Slips>({});
  const plan = useVoidPlan(receipt);
  const cashMinor = plan.reduce((sum, each) => (each.provider === "cash" ? sum + each.amount_minor : sum), 0);
  const confirm = (reason: string) => {
    if (!approver.isComplete) return;
    void deed.run(async () => {
      const orderUid = receipt.order_uid ?? "";
      const approvalUid = await approver.ask({ deed: "void_sale", order_uid: orderUid, reason });
      const voided = await till.voidSale(orderUid, reason, approvalUid, referencesOf(slips));
      const words = cashMinor
        ? t("Void. Give back %(amount)s.", { amount: money(cashMinor) })
        : t("Void. The money goes back as it was paid; give nothing back in cash.");
      void openDrawerForCash(cashMinor, voided.receipt.number);
      announce(words, { isUrgent: true });
      onClose();
      go({ screen: "receipt", number: voided.receipt.number });
    });
  };
  return (
    <ReasonDialog
      id="void"
      title={t("Void this sale?")}
      usual={[t("Rung up wrongly"), t("The customer changed their mind"), t("Wrong goods")]}
      confirm={t("Void this sale")}
      deed={deed}
      onTry={approver.complain}
      saidAt={APPROVER_FIELDS}
      below={
        <>
          <GivenBackList refunds={plan} slips={slips} onSlips={setSlips} />
          <Approver approver={approver} deed={deed} />
        </>
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      {whatVoidDoes(receipt.total_minor, plan).map((words) => (
        <p key={words}>{words}</p>
      ))}
    </ReasonDialog>
  );
}

/** By what the money goes back; until the server has said it, as the receipt lets one think: cash as it was paid. */
function useVoidPlan(receipt: Data): readonly GivenBack[] {
  const isCashAlone = receipt.payments.every(({ provider }) => provider === "cash");
  const asPaid = receipt.payments
    .filter(({ provider }) => provider === "cash")
    .map(({ provider, amount_minor }) => ({
      provider,
      amount_minor,
      is_sent: false,
      name: "",
      reference: "",
      kept_minor: 0,
      is_voucher: false,
    }));
  const [plan, setPlan] = useState<readonly GivenBack[]>(asPaid);
  useEffect(() => {
    if (isCashAlone || !receipt.order_uid) return;
    void till
      .planVoid(receipt.order_uid)
      .then(({ refunds }) => setPlan(refunds))
      .catch(() => undefined);
  }, [receipt.number]);
  return plan;
}

/** What a void does, with how much goes back in cash and how much as it was paid before. */
function whatVoidDoes(totalMinor: number, plan: readonly GivenBack[]): string[] {
  const cashMinor = plan.reduce((sum, each) => (each.provider === "cash" ? sum + each.amount_minor : sum), 0);
  const sentMinor = totalMinor - plan.reduce((sum, each) => sum + each.amount_minor, 0);
  if (cashMinor === totalMinor)
    return [
      t(
        "The goods go back to the stock, points and coupons are taken back, and %(amount)s is given back in cash.",
        { amount: money(cashMinor) },
      ),
    ];
  return [
    t("The goods go back to the stock, points and coupons are taken back."),
    ...(sentMinor > 0 ? [t("%(amount)s goes back as it was paid.", { amount: money(sentMinor) })] : []),
    ...terminalWords(plan),
    cashMinor
      ? t("Give back %(amount)s in cash.", { amount: money(cashMinor) })
      : t("Give nothing back in cash."),
  ];
}
