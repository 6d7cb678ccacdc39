/** Says that pickups of a member wait in this store, with the way to them: while it is known who stands there. */
import { t } from "../i18n";
import { pickupsOf } from "../state/pickups";
import { hashOf } from "../state/route";
import { OrderState, PaidTag } from "./OrderState";

const MOST_SHOWN = 3;

export function WaitingPickups({ memberUid }: { memberUid: string }) {
  const waiting = pickupsOf(memberUid);
  return (
    <div role="status" class={waiting.length ? "notice waiting-pickups" : ""}>
      {waiting.length > 0 && (
        <>
          <p>
            <b>{t("A pickup waits here for this customer.")}</b>{" "}
            <span class="count num">{waiting.length}</span>
          </p>
          <ul class="stack">
            {waiting.slice(0, MOST_SHOWN).map((pickup) => (
              <li key={pickup.order_uid}>
                <a class="button" href={hashOf({ screen: "pickup", uid: pickup.order_uid })}>
                  {t("Pickup %(code)s", { code: pickup.pickup_code })}{" "}
                  <OrderState status={pickup.order_status} /> <PaidTag pickup={pickup} />
                </a>
              </li>
            ))}
          </ul>
          {waiting.length > MOST_SHOWN && (
            <p>
              <a class="button" href={hashOf({ screen: "pickups" })}>
                {t("All pickups")}
              </a>
            </p>
          )}
        </>
      )}
    </div>
  );
}
