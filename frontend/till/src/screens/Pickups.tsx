/** The pickups of this store by state, the earliest promise first. */
import { useEffect, useState } from "preact/hooks";
import type { Pickup, Resolved } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { openPickup } from "../sale/SaleScreen";
import { ScanBar } from "../scan/ScanBar";
import { fresh, groups, isLastDay, isLate, now, type PickupGroup, pickups } from "../state/pickups";
import { go, hashOf } from "../state/route";
import { lastTradingDay, moment, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { PaidTag } from "../ui/OrderState";
import { Wishes } from "../ui/Wishes";

export function Pickups() {
  const [group, setGroup] = useState<PickupGroup>("open");
  const done = useDone(group === "done");
  const shown = group === "done" ? done.list : pickups.value && groups.value[group];
  const onFound = async (found: Resolved) => {
    if (found.kind === "pickup") await openPickup(found.order.uid, found.order.pickup_code ?? "");
    else if (found.kind === "receipt") go({ screen: "receipt", number: found.receipt.number });
    else if (found.kind === "member") go({ screen: "member", uid: found.member.uid });
  };
  return (
    <main class="page">
      <Heading title={t("Pickups")} />
      <ScanBar onFound={onFound} placeholder={t("Pickup code")} />
      <Groups group={group} onGroup={setGroup} />
      <Failure failure={done.failure} />
      {shown === null && <p class="soft">{t("Reading…")}</p>}
      {shown?.length === 0 && <p class="empty">{wordsWhenEmpty(group)}</p>}
      <ul class="cards">
        {shown?.map((pickup) => (
          <PickupCard key={pickup.order_uid} pickup={pickup} />
        ))}
      </ul>
    </main>
  );
}

/** Pickups that are over; read when somebody looks. */
function useDone(isWanted: boolean) {
  const [list, setList] = useState<Pickup[] | null>(null);
  const reading = useDeed();
  useEffect(() => {
    if (!isWanted) return;
    void reading.run(async () => setList((await till.listPickups("handed_over,canceled")).pickups));
  }, [isWanted, pickups.value]);
  return { list, failure: reading.failure };
}

function wordsWhenEmpty(group: PickupGroup): string {
  if (group === "open") return t("Nothing to pick. New pickups come up here by themselves, with a sound.");
  if (group === "late") return t("Nothing is late.");
  if (group === "ready") return t("Nothing waits at the counter.");
  return t("Nothing was handed over or cancelled yet.");
}

function Groups({ group, onGroup }: { group: PickupGroup; onGroup: (group: PickupGroup) => void }) {
  const { open, late, ready } = groups.value;
  const names: [PickupGroup, string, number | null][] = [
    ["open", t("To pick"), open.length],
    ["late", t("Late"), late.length],
    ["ready", t("Ready"), ready.length],
    ["done", t("Done"), null],
  ];
  return (
    <div class="tabs" role="group" aria-label={t("State of the pickups")}>
      {names.map(([name, words, count]) => (
        <button key={name} type="button" aria-pressed={group === name} onClick={() => onGroup(name)}>
          {words}
          {count !== null && (
            <span class={name === "late" && count > 0 ? "count count--hot num" : "count num"}>{count}</span>
          )}
        </button>
      ))}
    </div>
  );
}

function PickupCard({ pickup }: { pickup: Pickup }) {
  const lines = pickup.lines.filter((line) => line.ordered_quantity > 0);
  return (
    <li class="card pickup">
      <a class="pickup-link" href={hashOf({ screen: "pickup", uid: pickup.order_uid })}>
        <span class="pickup-head">
          <b class="code">{pickup.pickup_code}</b>
          <span>{pickup.contact_name || pickup.customer?.name}</span>
          <span class="small soft num">{t("Order no. %(number)s", { number: pickup.number })}</span>
        </span>
        <span class="pickup-tags">
          <PickupTags pickup={pickup} />
        </span>
      </a>
      <ul class="pickup-lines small">
        {lines.map((line) => (
          <li key={line.uid}>
            <span>{line.name}</span>
            <span class="num">× {line.quantity}</span>
          </li>
        ))}
      </ul>
      <Wishes of={pickup} notes={pickup.notes} />
      <p class="pickup-foot small soft num">
        <span>{t("Pieces: %(count)s", { count: pickup.piece_count })}</span>
        <span>
          {pickup.status !== "handed_over" && <PaidTag pickup={pickup} />} {money(pickup.total_minor)}
        </span>
      </p>
    </li>
  );
}

function PickupTags({ pickup }: { pickup: Pickup }) {
  const { status, due_at: dueAt, kept_until: keptUntil } = pickup;
  if (status === "canceled") return <span class="tag">{t("Ended without a sale")}</span>;
  if (status === "handed_over") return <span class="tag tag--good">{t("Handed over")}</span>;
  return (
    <>
      {fresh.value.has(pickup.order_uid) && <span class="tag tag--hot">{t("New")}</span>}
      {isLate(pickup, now.value) && <span class="tag tag--hot">{t("Late")}</span>}
      {status === "open" && dueAt && (
        <span class="small num">{t("Ready by %(time)s", { time: moment(dueAt) })}</span>
      )}
      {status === "ready" && keptUntil && (
        <span class={isLastDay(pickup, now.value) ? "tag tag--few" : "small num"}>
          {t("Kept until closing time on %(day)s", { day: lastTradingDay(keptUntil) })}
        </span>
      )}
    </>
  );
}
