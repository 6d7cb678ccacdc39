/** The drawer while the server has not heard of all that was done at it: what this device knows, and may do by itself. */
import { movesIn } from "../alone/drawer";
import { isConnected } from "../api/client";
import type { ShiftDesk } from "../api/shapes";
import { t } from "../i18n";
import { shiftAlone, wordsOfRegister } from "../state/drawer_words";
import { hashOf } from "../state/route";
import { may, moment, money } from "../state/session";
import { purposeWords, TAKES_OUT } from "./words";

export function AloneNotice() {
  return (
    <p class="notice" role="status">
      {isConnected.value
        ? t("What was done here without a network is being booked.")
        : t(
            "Not connected. A shift is opened and cash moved all the same; it is kept on this device and booked later.",
          )}
    </p>
  );
}

interface Here {
  number: number | null;
  openedAt: string;
  openedBy: string;
  openingMinor: number;
}

/** The shift of now, as far as this device knows; its number is the server's to give. */
export function shiftHere({ shift }: ShiftDesk): Here | null {
  const alone = shiftAlone.value;
  if (alone) return { ...alone, number: null };
  if (!shift) return null;
  const { number, opened_at, opened_by, opening_minor } = shift;
  return { number, openedAt: opened_at, openedBy: opened_by, openingMinor: opening_minor };
}

export function ShiftHere({ number, openedAt, openedBy, openingMinor }: Here) {
  return (
    <section class="card stack" aria-labelledby="open-shift">
      <h2 id="open-shift">
        {number === null ? t("Shift opened without a network") : t("Shift %(number)s", { number })}
      </h2>
      <dl class="facts">
        <div>
          <dt>{t("Open since")}</dt>
          <dd>
            {moment(openedAt)} ・ {openedBy}
          </dd>
        </div>
        <div>
          <dt>{t("When it opened")}</dt>
          <dd class="num">{money(openingMinor)}</dd>
        </div>
        {number === null && (
          <div>
            <dt>{t("Number")}</dt>
            <dd>{t("Given when it is booked")}</dd>
          </div>
        )}
      </dl>
      <p class="soft">{needsNetworkWords()}</p>
      {may("move_cash") && (
        <div class="actions">
          <a class="button" href={hashOf({ screen: "cash-move" })}>
            {t("Cash in or out")}
          </a>
        </div>
      )}
    </section>
  );
}

/** Why a shift is neither checked nor closed now. */
export function needsNetworkWords(): string {
  return t(
    "Checking and closing need the network: only the server knows all that this register sold and gave back.",
  );
}

/** Said at the button of a count that cannot be sent now. */
export function heldUpWords(): string {
  return t("Your count stays. The button can be pressed again when what stands above is done.");
}

export function MovesHere() {
  const moves = movesIn(wordsOfRegister.value);
  if (!moves.length) return null;
  return (
    <section class="stack" aria-labelledby="moves">
      <h2 id="moves">{t("Cash moved without a network, to be booked")}</h2>
      <ul class="rows">
        {moves.map((move) => (
          <li key={move.uid} class="row num">
            <span>{moment(move.movedAt)}</span>
            <span>
              {purposeWords(move.purpose)} ・ <bdi>{move.reason}</bdi> ・ {move.staffName}
            </span>
            <b>{money(TAKES_OUT.has(move.purpose) ? -move.amountMinor : move.amountMinor)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
