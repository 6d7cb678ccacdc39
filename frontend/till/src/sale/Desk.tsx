/** The desk a list is rung up on: goods, the person and the coupons, what it costs, and the way to pay. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { limitWords } from "../alone/words";
import { t } from "../i18n";
import { hushUndo } from "../state/announce";
import { finish, limitOf } from "../state/finishing";
import type { OpenSale } from "../state/open_sale";
import { money } from "../state/session";
import { Failure } from "../ui/Failure";
import { ApproveMarkdowns } from "./ApproveMarkdowns";
import { CashPanel } from "./CashPanel";
import { Coupons } from "./Coupons";
import { isAboutLine } from "./Lines";
import { Totals } from "./Totals";

interface Props {
  sale: OpenSale;
  /** The heading and the scan bar. */
  top: ComponentChildren;
  /** The lists of goods. */
  goods: ComponentChildren;
  /** Who it is for. */
  who: ComponentChildren;
  /** Why cash cannot be taken yet, in words; empty when it can. */
  hurdle?: string;
}

export function Desk({ sale, top, goods, who, hurdle = "" }: Props) {
  const [isPaying, setPaying] = useState(false);
  const payButton = useRef<HTMLButtonElement>(null);
  const dueMinor = sale.quote.value?.due_minor ?? 0;
  const isPaid = dueMinor === 0 && (sale.quote.value?.paid_minor ?? 0) > 0;
  const pay = () => {
    hushUndo();
    // What was paid before needs no cash: the goods are handed over by this one tap.
    if (isPaid) void takeCash(0);
    else setPaying(true);
  };
  const back = () => {
    setPaying(false);
    requestAnimationFrame(() => payButton.current?.focus());
  };
  const takeCash = async (cashMinor: number) => {
    await finish(sale, cashMinor);
    // Why it was refused stands beside the goods, which a phone hides while cash is taken.
    if (sale.problem.peek()) back();
  };
  const problem = sale.problem.value;
  const isSaidElsewhere = problem && (isAboutLine(problem) || problem.field?.startsWith("coupon_codes"));
  const why =
    hurdle ||
    (sale.refusedQuantities.value.size > 0 ? t("First correct the quantity.") : "") ||
    (sale.needsConnection.value ? t("Sending home needs the network: other stores must be asked.") : "") ||
    (sale.needsApproval.value ? t("A second person must approve what is taken off by hand.") : "") ||
    limitWords(limitOf(sale));
  const canPay = !why && sale.isPayable.value;
  const takesCash = isPaying && !hurdle && (sale.isHandOver || !sale.isEmpty.value);
  return (
    <div class="desk" data-paying={takesCash}>
      <div class="desk-top">{top}</div>
      <div class="desk-goods">
        {goods}
        {!isSaidElsewhere && <Failure failure={problem} />}
      </div>
      {takesCash ? (
        <div class="desk-cash">
          <CashPanel sale={sale} onFinish={(minor) => void takeCash(minor)} onBack={back} />
        </div>
      ) : (
        <div class="desk-side">
          {who}
          <Coupons sale={sale} />
        </div>
      )}
      <div class="dock">
        <Totals sale={sale} />
        {!takesCash && (
          <div class="dock-pay">
            {why && <p class="small soft">{why}</p>}
            {sale.needsApproval.value && <ApproveMarkdowns sale={sale} />}
            <button
              ref={payButton}
              type="button"
              class="button button--pay pay"
              disabled={!canPay}
              onClick={pay}
            >
              {isPaid ? t("Hand over, it is paid") : t("Cash")}{" "}
              {!isPaid && <span class="num">{money(dueMinor)}</span>}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
