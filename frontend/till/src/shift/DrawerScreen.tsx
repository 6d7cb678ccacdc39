/** The drawer of this register: opened with a count, then what may be done with it; and the shifts before. */
import { useEffect, useState } from "preact/hooks";
import type { Shift, ShiftBrief, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { chosen } from "../printer/chosen";
import { OpenDrawer } from "../printer/OpenDrawer";
import { hashOf } from "../state/route";
import { may, moment, money } from "../state/session";
import { isDrawerAlone, readShiftDesk, shiftDesk } from "../state/shift";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { AloneNotice, MovesHere, ShiftHere, shiftHere } from "./AloneDrawer";
import { OpenForm } from "./OpenForm";
import { differenceWords, purposeWords } from "./words";

export function DrawerScreen() {
  const reading = useDeed();
  useEffect(() => void reading.run(readShiftDesk), []);
  const desk = shiftDesk.value;
  return (
    <main class="page">
      <Heading title={t("The drawer")} />
      <Failure failure={reading.failure} />
      {!desk && !reading.failure && <p class="soft">{t("Reading…")}</p>}
      {desk && <Drawer desk={desk} />}
    </main>
  );
}

/** The form stays where it is when the network goes or comes: what was counted in it is not counted again. */
function Drawer({ desk }: { desk: ShiftDesk }) {
  const isAlone = isDrawerAlone.value;
  const here = isAlone ? shiftHere(desk) : null;
  const isOpen = isAlone ? here !== null : desk.shift !== null;
  return (
    <>
      {isAlone && <AloneNotice />}
      {here && <ShiftHere {...here} />}
      {!isAlone && desk.shift && <OpenShift shift={desk.shift} />}
      {!isOpen && <OpenForm desk={desk} isAlone={isAlone} />}
      {isAlone ? <MovesHere /> : <Before key={desk.shift?.uid ?? ""} />}
    </>
  );
}

function OpenShift({ shift }: { shift: Shift }) {
  return (
    <>
      <section class="card stack" aria-labelledby="open-shift">
        <h2 id="open-shift">{t("Shift %(number)s", { number: shift.number })}</h2>
        <dl class="facts">
          <div>
            <dt>{t("Open since")}</dt>
            <dd>
              {moment(shift.opened_at)} ・ {shift.opened_by}
            </dd>
          </div>
          <div>
            <dt>{t("When it opened")}</dt>
            <dd class="num">{money(shift.opening_minor)}</dd>
          </div>
          {shift.report && (
            <div>
              <dt>{t("Should be in the drawer now")}</dt>
              <dd class="num">{money(shift.report.cash.expected_minor)}</dd>
            </div>
          )}
        </dl>
        <div class="actions">
          {may("move_cash") && (
            <a class="button" href={hashOf({ screen: "cash-move" })}>
              {t("Cash in or out")}
            </a>
          )}
          {chosen.value?.name && may("move_cash") && <OpenDrawer />}
          {may("check_shift") && (
            <a class="button" href={hashOf({ screen: "shift-check" })}>
              {t("Check the drawer")}
            </a>
          )}
          {may("close_shift") && (
            <a class="button button--main" href={hashOf({ screen: "shift-close" })}>
              {t("Close the shift")}
            </a>
          )}
        </div>
      </section>
      {shift.moves.length > 0 && <Moves shift={shift} />}
    </>
  );
}

function Moves({ shift }: { shift: Shift }) {
  return (
    <section class="stack" aria-labelledby="moves">
      <h2 id="moves">{t("Cash that no sale moved")}</h2>
      <ul class="rows">
        {shift.moves.map((move) => (
          <li key={move.uid} class="row num">
            <span>{moment(move.moved_at)}</span>
            <span>
              {purposeWords(move.purpose)} ・ <bdi>{move.reason}</bdi> ・ {move.staff_name}
            </span>
            <b>{money(move.delta_minor || move.amount_minor)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Shifts that were closed here, as far as this user may see them. */
function Before() {
  const [shifts, setShifts] = useState<ShiftBrief[]>([]);
  const reading = useDeed();
  useEffect(() => void reading.run(async () => setShifts(await till.listShifts())), []);
  const closed = shifts.filter((shift) => shift.closed_at);
  if (!closed.length) return null;
  return (
    <section class="stack" aria-labelledby="shifts-before">
      <h2 id="shifts-before">{t("Shifts before")}</h2>
      <ul class="rows">
        {closed.map((shift) => (
          <li key={shift.uid}>
            <a class="row num" href={hashOf({ screen: "shift", uid: shift.uid })}>
              <span>{moment(shift.closed_at ?? shift.opened_at)}</span>
              <span>
                {t("Shift %(number)s", { number: shift.number })} ・ {shift.closed_by}{" "}
                {shift.needs_reason && <span class="tag tag--hot">{t("Not explained")}</span>}{" "}
                {shift.late_open > 0 && <span class="tag tag--hot">{t("Late sales")}</span>}
              </span>
              <b>{differenceWords(shift.difference_minor ?? 0)}</b>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
