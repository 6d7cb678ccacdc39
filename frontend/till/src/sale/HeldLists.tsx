/** The lists that wait for customers who come back, here and at other tills: a tap takes one up. */
import { useState } from "preact/hooks";
import type { HeldList } from "../api/shapes";
import type { Draft } from "../data/db";
import { t } from "../i18n";
import { held } from "../state/held";
import { heldElsewhere, recallForAll, sayTakenUp, takeOverHeld, throwAway } from "../state/held_shared";
import { moment, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { ReasonDialog } from "../ui/ReasonDialog";

/** As the list shows it, wherever it is held. */
interface Shown {
  uid: string;
  name: string;
  pieces: number;
  at: string;
  totalMinor: number;
  /** Who holds it, of another till. */
  where: string;
  isShared: boolean;
  takeUp: () => Promise<void>;
}

export function HeldLists() {
  const [thrown, setThrown] = useState<Shown | null>(null);
  const taking = useDeed();
  const lists = [...held.value.map(shownHere), ...heldElsewhere.value.map(shownElsewhere)];
  if (lists.length === 0) return null;
  return (
    <section class="held stack" aria-labelledby="held">
      <h2 id="held">{t("Held lists")}</h2>
      <Failure failure={taking.failure} />
      <ul class="stack">
        {lists.map((list) => (
          <li key={list.uid} class="held-row">
            <HeldButton list={list} onTake={() => void taking.run(list.takeUp)} />
            <button
              type="button"
              class="button"
              aria-label={t("Throw the list away: %(name)s", { name: list.name })}
              onClick={() => setThrown(list)}
            >
              {t("Throw the list away")}
            </button>
          </li>
        ))}
      </ul>
      {thrown && <ThrowAway list={thrown} onClose={() => setThrown(null)} />}
    </section>
  );
}

function HeldButton({ list, onTake }: { list: Shown; onTake: () => void }) {
  return (
    <button type="button" class="coupon coupon--offer" onClick={onTake}>
      <span class="coupon-words">
        <b>{list.name}</b>
        <span class="small soft num">
          {moment(list.at)} ・ {t("%(count)s pieces", { count: list.pieces })}
          {list.where && ` ・ ${list.where}`}
        </span>
      </span>
      <span class="coupon-do">
        <b class="num">{money(list.totalMinor)}</b> {t("Take up again")}
      </span>
    </button>
  );
}

function ThrowAway({ list, onClose }: { list: Shown; onClose: () => void }) {
  const deed = useDeed();
  const confirm = (reason: string) =>
    void deed.run(() => throwAway(list.uid, list.isShared, reason)).then((isDone) => isDone && onClose());
  return (
    <ReasonDialog
      id="throw-away"
      title={t("Throw this list away?")}
      usual={[
        t("The customer did not come back"),
        t("The customer changed their mind"),
        t("Rung up by mistake"),
      ]}
      confirm={t("Throw the list away")}
      deed={deed}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {list.name} ・ <span class="num">{money(list.totalMinor)}</span>
      </p>
    </ReasonDialog>
  );
}

function shownHere(draft: Draft): Shown {
  return {
    uid: draft.uid,
    name: draft.lines[0]?.name ?? "",
    pieces: draft.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    at: draft.held?.at ?? new Date().toISOString(),
    totalMinor: draft.held?.totalMinor ?? 0,
    where: "",
    isShared: draft.version !== undefined,
    takeUp: async () => {
      if (await recallForAll(draft)) sayTakenUp(draft.held?.isForHome ?? false);
    },
  };
}

function shownElsewhere(list: HeldList): Shown {
  return {
    uid: list.uid,
    name: list.lines[0]?.name ?? "",
    pieces: list.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    at: list.held_at,
    totalMinor: list.total_minor,
    where: `${list.register_name} ${list.staff_name}`,
    isShared: true,
    takeUp: async () => {
      if (await takeOverHeld(list)) sayTakenUp(list.is_for_home);
    },
  };
}
