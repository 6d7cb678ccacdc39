/** Handing a pickup over: the code is checked, goods and coupons may be added, the cash is taken. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Member, Order, Resolved, Variant } from "../api/shapes";
import { t } from "../i18n";
import { asCouponOf } from "../sale/AsCoupon";
import { Desk } from "../sale/Desk";
import { FixedLines, Lines } from "../sale/Lines";
import { foldCode } from "../scan/codes";
import { ScanBar } from "../scan/ScanBar";
import { announce, say } from "../state/announce";
import { aside } from "../state/aside";
import type { OpenSale } from "../state/open_sale";
import { useOrder, versionOf } from "../state/order";
import { hashOf } from "../state/route";
import { saleAt } from "../state/sales";
import { useTogether } from "../state/together";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { TogetherNotice } from "../ui/TogetherNotice";

export function HandOver({ uid }: { uid: string }) {
  const { order, reading, again } = useOrder(uid);
  const sale = useSale(uid);
  if (order && sale) return <HandOverDesk order={order} sale={sale} again={again} />;
  return (
    <div class="page">
      <Heading title={t("Hand over")} />
      <Failure failure={reading.failure} />
      {!reading.failure && <p class="soft">{t("Reading…")}</p>}
    </div>
  );
}

function useSale(place: string): OpenSale | null {
  const [sale, setSale] = useState<OpenSale | null>(null);
  useEffect(() => {
    void saleAt(place).then((open) => {
      open.freshen();
      setSale(open);
    });
  }, [place]);
  return sale?.place === place ? sale : null;
}

interface DeskProps {
  order: Order;
  sale: OpenSale;
  again: () => Promise<boolean>;
}

function HandOverDesk({ order, sale, again }: DeskProps) {
  const together = useTogether({
    uid: order.uid,
    doing: "hand_over",
    status: order.status,
    onChanged: again,
  });
  const isOpen = order.status === "placed" || order.status === "ready";
  // Changed at another till meanwhile: the price that is shown is that of before.
  const priced = useRef(versionOf(order));
  useEffect(() => {
    if (priced.current === versionOf(order)) return;
    priced.current = versionOf(order);
    if (isOpen) sale.freshen();
  }, [order]);
  const isVerified = foldCode(sale.draft.value.pickupCode) === order.pickup_code;
  const { uid: listUid } = sale.draft.value;
  const isAside = aside.value.some(({ place, uid }) => place === order.uid && uid !== listUid);
  const hurdle = isAside
    ? t("This pickup was paid here and set aside. Send that again instead.")
    : !isOpen
      ? t("This pickup is not open any more: nothing is to be handed over.")
      : isVerified
        ? ""
        : t("First check the customer's pickup code.");
  const addGoods = (variant: Variant) => {
    const line = sale.add(variant);
    say(t("%(name)s, quantity %(count)s", { name: line.name, count: line.quantity }));
  };
  const onFound = (found: Resolved) => {
    if (found.kind === "variant") addGoods(found.variant);
    else if (found.kind === "pickup" && found.order.uid === order.uid)
      sale.setPickupCode(order.pickup_code ?? "");
    else if (found.kind === "member") announce(wordsOnCard(order, found.member), { isUrgent: true });
    else announce(t("This code does not belong to this pickup."), { isUrgent: true });
  };
  const ordered = sale.quote.value?.lines.filter((line) => !line.is_extra) ?? [];
  return (
    <Desk
      sale={sale}
      hurdle={hurdle}
      top={
        <>
          <header class="hand-over-head">
            <a class="button" href={hashOf({ screen: "pickup", uid: order.uid })}>
              {t("Back")}
            </a>
            <Heading title={t("Hand over")} leavesFocus>
              {t("Hand over to %(name)s", { name: order.contact_name })}
            </Heading>
          </header>
          <TogetherNotice together={together} />
          <ScanBar
            onFound={onFound}
            onPick={addGoods}
            onTakeBack={({ sku }) => sale.takeOff(sku)}
            isSale
            forUnknown={asCouponOf(sale)}
            placeholder={t("Pickup code, or goods to add")}
            takesFocus
          />
        </>
      }
      goods={
        <>
          <FixedLines lines={ordered} />
          {!sale.isEmpty.value && (
            <>
              <h2 class="lines-title">{t("Added at the counter")}</h2>
              <Lines sale={sale} name={t("Added at the counter")} />
            </>
          )}
        </>
      }
      who={<PickupCode sale={sale} isVerified={isVerified} />}
    />
  );
}

/** What a member card does here: nothing, since the order itself knows who earns its points. */
function wordsOnCard(order: Order, member: Member): string {
  if (!order.customer?.member_number)
    return t("This pickup was ordered as a guest. Points cannot be added to it afterwards.");
  if (order.customer.uid === member.uid) return t("The points of this pickup go to this member anyway.");
  return t("This pickup was ordered by another member, who earns its points.");
}

function PickupCode({ sale, isVerified }: { sale: OpenSale; isVerified: boolean }) {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    if (isVerified) say(t("The pickup code is right."));
  }, [isVerified]);
  if (isVerified) {
    return (
      <section class="card who" aria-label={t("Pickup code")}>
        <p>
          <span class="tag tag--good">{t("Code checked")}</span>{" "}
          <b class="code">{sale.draft.value.pickupCode}</b>
        </p>
      </section>
    );
  }
  const check = (event: Event) => {
    event.preventDefault();
    sale.setPickupCode(foldCode(typed));
    setWrong(true);
    // On a phone the words would stand behind the dock.
    requestAnimationFrame(() => {
      document.getElementById("pickup-code-error")?.scrollIntoView({ block: "center" });
    });
  };
  const refused = sale.problem.value?.at("pickup_code");
  return (
    <form class="card" onSubmit={check} noValidate>
      <Field
        id="pickup-code"
        label={t("Pickup code of the customer")}
        hint={t("The customer has it on the phone or in the mail.")}
        value={typed}
        onValue={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        error={refused ?? (isWrong ? t("This is not the code of this pickup.") : undefined)}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={20}
      >
        <button type="submit" class="button" disabled={!typed.trim()}>
          {t("Check the code")}
        </button>
      </Field>
    </form>
  );
}
