/** A member: card, points, coupons, and what was bought last, wherever it was. */
import { useEffect, useState } from "preact/hooks";
import type { Member as Data, OrderBrief } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { pickupsOf } from "../state/pickups";
import { go, hashOf } from "../state/route";
import { counterSale } from "../state/sales";
import { count, date, lastDay, may, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { OrderState, ReturnedTag } from "../ui/OrderState";
import { Qr } from "../ui/Qr";
import { WaitingPickups } from "../ui/WaitingPickups";

export function Member({ uid }: { uid: string }) {
  const [member, setMember] = useState<Data | null>(null);
  const reading = useDeed();
  useEffect(() => void reading.run(async () => setMember(await till.getMember(uid))), [uid]);
  return (
    <main class="page">
      <Heading title={t("Member")}>{member?.name || t("Member")}</Heading>
      <Failure failure={reading.failure} />
      {member && <MemberSheet member={member} />}
    </main>
  );
}

function MemberSheet({ member }: { member: Data }) {
  const use = () => {
    counterSale.value?.setMember(member);
    go({ screen: "sale" });
  };
  return (
    <>
      <WaitingPickups memberUid={member.uid} />
      <div class="member">
        {member.member_number && (
          <figure class="card member-card">
            <Qr text={member.member_number} label={t("QR code of the member card")} />
            <figcaption class="code">{member.member_number}</figcaption>
          </figure>
        )}
        <dl class="facts card">
          <Fact name={t("Points")} value={count(member.points_balance)} />
          <Fact name={t("Name (kana)")} value={`${member.family_kana} ${member.given_kana}`.trim()} />
          <Fact name={t("Phone")} value={member.phone} />
          <Fact name={t("E-mail")} value={member.email} />
          <Fact name={t("Joined")} value={date(member.joined_at)} />
        </dl>
      </div>
      <p class="actions">
        <button type="button" class="button button--pay" onClick={use}>
          {t("Use in the sale")}
        </button>
      </p>
      <Orders member={member} />
      <Coupons member={member} />
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num">{value}</dd>
    </div>
  );
}

function Coupons({ member }: { member: Data }) {
  return (
    <section class="stack">
      <h2>{t("Coupons")}</h2>
      {member.coupons.length === 0 && <p class="soft">{t("No coupon to use now.")}</p>}
      <ul class="stack">
        {member.coupons.map((coupon) => (
          <li key={coupon.code} class="coupon">
            <span class="coupon-words">
              <b>{coupon.name}</b>
              <span class="small soft">
                {coupon.benefit} ・ {t("until %(day)s", { day: lastDay(coupon.valid_until) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Orders({ member }: { member: Data }) {
  const waiting = new Set(pickupsOf(member.uid).map((pickup) => pickup.order_uid));
  return (
    <section class="stack">
      <h2>{t("Last orders")}</h2>
      {member.recent_orders.length === 0 && <p class="soft">{t("None yet.")}</p>}
      <ul class="rows">
        {member.recent_orders.map((order) => (
          <li key={order.uid}>
            <OrderRow order={order} isWaiting={waiting.has(order.uid)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A pickup that waits is opened, a completed sale is looked at to take goods of it back. */
function OrderRow({ order, isWaiting }: { order: OrderBrief; isWaiting: boolean }) {
  const isReturnable = order.status === "completed" && may("return_goods");
  if (!isWaiting && !isReturnable) {
    return (
      <div class="row num">
        <OrderWords order={order} />
      </div>
    );
  }
  const to = isWaiting
    ? hashOf({ screen: "pickup", uid: order.uid })
    : hashOf({ screen: "return", uid: order.uid });
  return (
    <a class="row num" href={to}>
      <OrderWords order={order} />
    </a>
  );
}

function OrderWords({ order }: { order: OrderBrief }) {
  return (
    <>
      <span>{date(order.placed_at)}</span>
      <span>
        {order.store.name} <OrderState status={order.status} /> <ReturnedTag sale={order} />
      </span>
      <span>{money(order.total_minor)}</span>
    </>
  );
}
