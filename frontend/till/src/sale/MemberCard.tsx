/** Whose sale this is: points and coupons beside the name. */
import type { Member } from "../api/shapes";
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";
import { hashOf } from "../state/route";
import { count, day, may, moment } from "../state/session";
import { WaitingPickups } from "../ui/WaitingPickups";

export function MemberCard({ sale }: { sale: OpenSale }) {
  const { member, cardNumber, memberAsOf } = sale.draft.value;
  if (cardNumber && !member) return <UnknownCard sale={sale} number={cardNumber} />;
  if (!member) return <NoMember />;
  return (
    <div class="stack">
      <section class="card who" aria-label={t("Member")}>
        <div>
          <b>{member.name}</b>
          <p class="small soft num">{member.member_number}</p>
          <p class="small num">
            {memberAsOf
              ? t("Points: %(points)s, as of %(moment)s", {
                  points: count(member.points_balance),
                  moment: moment(memberAsOf),
                })
              : t("Points: %(points)s", { points: count(member.points_balance) })}{" "}
            ・ {t("Usable coupons: %(count)s", { count: member.coupons.length })}
          </p>
          <LastVisit member={member} />
        </div>
        <button type="button" class="button" onClick={() => sale.setMember(null)}>
          {t("Take off")}
        </button>
      </section>
      <WaitingPickups memberUid={member.uid} />
    </div>
  );
}

/** A card that this device does not know, scanned without a network: whose it is, the server finds out when the sale is booked. */
function UnknownCard({ sale, number }: { sale: OpenSale; number: string }) {
  return (
    <section class="card who" aria-label={t("Member")}>
      <div>
        <b class="num">{number}</b>
        <p class="small soft">{t("Points are added when the sale is booked.")}</p>
      </div>
      <button type="button" class="button" onClick={() => sale.setCard("")}>
        {t("Take off")}
      </button>
    </section>
  );
}

function LastVisit({ member }: { member: Member }) {
  const [last] = member.recent_orders;
  if (!last) return null;
  return (
    <p class="small soft">
      {t("Last: %(day)s %(store)s", { day: day(last.placed_at), store: last.store.name })}
    </p>
  );
}

function NoMember() {
  return (
    <section class="card who" aria-label={t("Member")}>
      <p class="small soft">{t("For a member: scan the card, or type the phone number.")}</p>
      {may("join_member") && (
        <a class="button" href={hashOf({ screen: "join" })}>
          {t("Sign up")}
        </a>
      )}
    </section>
  );
}
