/** One pickup: what to pick, what is short, and the way to the hand-over. */
import { useState } from "preact/hooks";
import type { Order } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce, say } from "../state/announce";
import { useOrder } from "../state/order";
import { now } from "../state/pickups";
import { go, hashOf } from "../state/route";
import { lastTradingDay, may, moment, money } from "../state/session";
import { useTogether } from "../state/together";
import { isTraining } from "../training/world";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { OrderState } from "../ui/OrderState";
import { ReasonDialog } from "../ui/ReasonDialog";
import { TogetherNotice } from "../ui/TogetherNotice";
import { Wishes } from "../ui/Wishes";
import { PickList } from "./PickList";
import { type Picked, usePicked } from "./picked";

export function Pickup({ uid }: { uid: string }) {
  const { order, setOrder, reading, again } = useOrder(uid);
  return (
    <main class="page">
      <p>
        <a class="button" href={hashOf({ screen: "pickups" })}>
          {t("All pickups")}
        </a>
      </p>
      <Failure failure={reading.failure} />
      {!order && !reading.failure && <p class="soft">{t("Reading…")}</p>}
      {order && <PickupOrder order={order} onOrder={setOrder} again={again} />}
    </main>
  );
}

interface OrderProps {
  order: Order;
  onOrder: (order: Order) => void;
  again: () => Promise<boolean>;
}

function PickupOrder(props: OrderProps) {
  const picked = usePicked(props.order);
  return picked && <OpenPickup {...props} picked={picked} />;
}

function OpenPickup({ order, onOrder, again, picked }: OrderProps & { picked: Picked }) {
  const { uid, status } = order;
  const { ticks } = picked;
  const together = useTogether({ uid, doing: "pickup", status, onChanged: again, ticks });
  const isOpen = order.status === "placed";
  return (
    <>
      <PickupHead order={order} />
      <TogetherNotice together={together} />
      <Wishes of={order} />
      {isOpen && may("pick") && (
        <ScanBar
          placeholder={t("Scan goods to tick them off")}
          isSale
          onFound={(found) => {
            if (found.kind !== "variant") return announce(t("This code is not one of this pickup's goods."));
            const { name, sku } = found.variant;
            const line = picked.scan(sku);
            if (line) say(t("Ticked off: %(name)s", { name }));
            else if (order.lines.some((one) => one.sku === sku))
              announce(t("All picked already: %(name)s", { name }), { isUrgent: true });
            else announce(t("Not part of this order: %(name)s", { name }), { isUrgent: true });
          }}
        />
      )}
      <PickList order={order} picked={picked} onOrder={onOrder} />
      <PickupSum order={order} />
      {isOpen || order.status === "ready" ? (
        <PickupDeeds order={order} onOrder={onOrder} isPicked={picked.isComplete} />
      ) : (
        <Ended order={order} />
      )}
    </>
  );
}

function PickupHead({ order }: { order: Order }) {
  return (
    <header class="pickup-title">
      <Heading title={t("Pickup %(code)s", { code: order.pickup_code ?? order.number })}>
        <span class="code">{order.pickup_code}</span> {order.contact_name}
      </Heading>
      <p>
        <OrderState status={order.status} />{" "}
        {order.status === "placed" && order.due_at && Date.parse(order.due_at) <= now.value && (
          <span class="tag tag--hot">{t("Late")}</span>
        )}{" "}
        {order.status === "placed" && order.due_at && (
          <span>{t("Ready by %(time)s", { time: moment(order.due_at) })}</span>
        )}
        {order.status === "ready" && order.kept_until && (
          <span>{t("Kept until closing time on %(day)s", { day: lastTradingDay(order.kept_until) })}</span>
        )}
      </p>
      <p class="small soft num">
        {t("Order %(number)s of %(time)s", { number: order.number, time: moment(order.placed_at) })}
        {order.contact_phone && ` ・ ${order.contact_phone}`}
        {order.customer?.member_number && ` ・ ${order.customer.member_number}`}
      </p>
    </header>
  );
}

function PickupSum({ order }: { order: Order }) {
  const isPaid = order.paid_minor > 0 && order.due_minor === 0;
  return (
    <>
      {order.paid_minor > 0 && (
        <p class="total total--before">
          <span class="tag tag--good">{t("Paid before")}</span>
          <span class="num">{money(order.paid_minor)}</span>
        </p>
      )}
      {!isPaid && (
        <p class="total">
          <span>{t("To be paid")}</span>
          <span class="num">{money(order.paid_minor > 0 ? order.due_minor : order.total_minor)}</span>
        </p>
      )}
    </>
  );
}

interface DeedsProps {
  order: Order;
  onOrder: (order: Order) => void;
  isPicked: boolean;
}

function PickupDeeds({ order, onOrder, isPicked }: DeedsProps) {
  const [isRejecting, setRejecting] = useState(false);
  const deed = useDeed();
  const ready = () =>
    void deed.run(async () => {
      onOrder(await till.markReady(order.uid));
      announce(
        isTraining.peek()
          ? t("Ready. In training nobody gets a mail.")
          : t("Ready. The customer is told by mail."),
      );
    });
  const resend = () =>
    void deed.run(async () => {
      const { queued } = await till.resendMail(order.uid);
      announce(queued.length ? t("The mail is sent again.") : t("There is no mail to send again."));
    });
  const isOpen = order.status === "placed";
  const isWaiting = order.lines.some((line) => (line.awaited_quantity ?? 0) > 0);
  return (
    <section class="stack" aria-label={t("What to do")}>
      <Failure failure={deed.failure} />
      {isOpen && isWaiting && (
        <p class="notice">{t("Some goods are not here yet. It can be made ready once they have arrived.")}</p>
      )}
      {isOpen && !isPicked && <p class="small soft">{t("Tick off every line, or say what is short.")}</p>}
      <div class="actions">
        {may("pick") && (
          <a class="button" href={hashOf({ screen: "slip", uid: order.uid })}>
            {t("Pickup slip")}
          </a>
        )}
        {isOpen && may("change_order") && (
          <a class="button" href={hashOf({ screen: "change-order", uid: order.uid })}>
            {t("Change the order")}
          </a>
        )}
        {may("reject_pickup") && (
          <button type="button" class="button" onClick={() => setRejecting(true)}>
            {t("Reject")}
          </button>
        )}
        {may("resend_mail") && order.contact_email && (
          <button type="button" class="button" onClick={resend}>
            {t("Send the mail again")}
          </button>
        )}
        {may("hand_over") && (
          <a
            class={isOpen ? "button" : "button button--pay"}
            href={hashOf({ screen: "hand-over", uid: order.uid })}
          >
            {t("Hand over")}
          </a>
        )}
        {isOpen && may("pick") && (
          <button
            type="button"
            class="button button--pay"
            disabled={!isPicked || isWaiting}
            onClick={ready}
            aria-busy={deed.isBusy}
          >
            {t("Mark ready")}
          </button>
        )}
      </div>
      {isRejecting && <RejectDialog order={order} onOrder={onOrder} onClose={() => setRejecting(false)} />}
    </section>
  );
}

function RejectDialog({ order, onOrder, onClose }: Omit<DeedsProps, "isPicked"> & { onClose: () => void }) {
  const deed = useDeed();
  const reject = (reason: string) =>
    void deed.run(async () => {
      onOrder(await till.rejectPickup(order.uid, reason));
      announce(t("Rejected. The customer is told by mail."));
      onClose();
    });
  return (
    <ReasonDialog
      id="reject"
      title={t("Reject this pickup?")}
      usual={[
        t("We are sorry: the goods are out of stock."),
        t("We are sorry: the goods turned out to be damaged."),
        t("We are sorry: our store cannot prepare your order today."),
      ]}
      confirm={t("Reject")}
      deed={deed}
      onConfirm={reject}
      onClose={onClose}
    >
      <p>
        {t(
          "The goods go back on sale, coupons and points are given back, and the customer reads the reason.",
        )}
      </p>
    </ReasonDialog>
  );
}

function Ended({ order }: { order: Order }) {
  const [number] = order.receipt_numbers;
  return (
    <section class="stack">
      {order.ended_reason && <p>{t("Reason: %(reason)s", { reason: order.ended_reason })}</p>}
      {number && (
        <p class="actions">
          <button type="button" class="button" onClick={() => go({ screen: "receipt", number })}>
            {t("Show the receipt")}
          </button>
        </p>
      )}
    </section>
  );
}
