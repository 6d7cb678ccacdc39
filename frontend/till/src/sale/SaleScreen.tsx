/** Selling over the counter. */
import { useEffect, useState } from "preact/hooks";
import type { Resolved, Variant } from "../api/shapes";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce, say } from "../state/announce";
import { holdForAll } from "../state/held_shared";
import type { OpenSale } from "../state/open_sale";
import { go } from "../state/route";
import { counterSale, saleAt } from "../state/sales";
import { may } from "../state/session";
import { isTraining } from "../training/world";
import { Heading } from "../ui/Heading";
import { asCouponOf } from "./AsCoupon";
import { Desk } from "./Desk";
import { HeldLists } from "./HeldLists";
import { Lines } from "./Lines";
import { MarkdownDialog } from "./MarkdownDialog";
import { MemberCard } from "./MemberCard";
import { QuickKeys } from "./QuickKeys";
import { SendHome } from "./SendHome";

export function SaleScreen() {
  const sale = counterSale.value;
  return sale && <CounterDesk key={sale.draft.peek().uid} sale={sale} />;
}

function CounterDesk({ sale }: { sale: OpenSale }) {
  useEffect(() => sale.freshen(), [sale]);
  const putBy = async () => {
    if (await holdForAll(sale)) announce(t("The list is held. The next customer can pay."));
  };
  const addGoods = (variant: Variant) => {
    const line = sale.add(variant);
    say(t("%(name)s, quantity %(count)s", { name: line.name, count: line.quantity }));
  };
  const onFound = async (found: Resolved) => {
    if (found.kind === "variant") addGoods(found.variant);
    else if (found.kind === "member") sale.setMember(found.member);
    else if (found.kind === "receipt") go({ screen: "receipt", number: found.receipt.number });
    else await openPickup(found.order.uid, found.order.pickup_code ?? "");
  };
  const clear = () => {
    const before = sale.draft.value;
    sale.clear();
    announce(t("The list is empty now."), {
      undo: { words: t("Put back"), act: () => sale.putBack(before) },
    });
  };
  return (
    <Desk
      sale={sale}
      top={
        <>
          <Heading title={t("Ring up")} isQuiet leavesFocus />
          <ScanBar
            onFound={onFound}
            onCard={(number) => sale.setCard(number)}
            onPick={addGoods}
            onTakeBack={({ sku }) => sale.takeOff(sku)}
            isSale
            placeholder={t("Barcode, name, pickup code or member card")}
            takesFocus
            forUnknown={asCouponOf(sale)}
          />
          <QuickKeys onPick={addGoods} />
        </>
      }
      goods={
        sale.isEmpty.value ? (
          <Empty />
        ) : (
          <FilledList sale={sale} onClear={clear} onHold={() => void putBy()} />
        )
      }
      who={
        <>
          <MemberCard sale={sale} />
          {!isTraining.value && <SendHome sale={sale} />}
        </>
      }
    />
  );
}

/** A pickup code shown at the counter: its pickup comes up with the code already given. */
export async function openPickup(orderUid: string, pickupCode: string): Promise<void> {
  (await saleAt(orderUid)).setPickupCode(pickupCode);
  go({ screen: "pickup", uid: orderUid });
}

interface FilledListProps {
  sale: OpenSale;
  onClear: () => void;
  onHold: () => void;
}

function FilledList({ sale, onClear, onHold }: FilledListProps) {
  return (
    <>
      <Lines sale={sale} name={t("Goods")} />
      <p class="list-end">
        <OffTheSale sale={sale} />{" "}
        <button type="button" class="button" onClick={onHold}>
          {t("Hold")}
        </button>{" "}
        <button type="button" class="button" onClick={onClear}>
          {t("Clear the list")}
        </button>
      </p>
      <HeldLists />
    </>
  );
}

/** Takes something off the whole sale, where the person signed in may; says that something is. */
function OffTheSale({ sale }: { sale: OpenSale }) {
  const [isOpen, setOpen] = useState(false);
  if (sale.draft.value.home || !may("mark_down")) return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t("Take off the sale")}
      </button>
      {isOpen && <MarkdownDialog sale={sale} line={null} onClose={() => setOpen(false)} />}
    </>
  );
}

function Empty() {
  return (
    <>
      <div class="empty">
        <p>{t("Scan the first goods.")}</p>
        <p class="small soft">
          {t("A scanner works anywhere on this screen. Goods without a barcode are found by name.")}
        </p>
      </div>
      <HeldLists />
    </>
  );
}
