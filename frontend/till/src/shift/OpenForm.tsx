/** Opening a shift with a count of coins and notes, or with what the last one left. */
import { useState } from "preact/hooks";
import { patienceMs } from "../api/patience";
import { NotConnected } from "../api/problem";
import type { ShiftCount, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { openAlone } from "../state/drawer_alone";
import { may, money } from "../state/session";
import { takeShift } from "../state/shift";
import { isTraining } from "../training/world";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { CountFields } from "./CountFields";
import { countsOf, sumOf } from "./counting";
import { useCount } from "./use_count";
import { differenceWords } from "./words";

interface Props {
  desk: ShiftDesk;
  /** Whether this device opens it by itself: with a count, as nobody can say what the last shift left. */
  isAlone?: boolean;
}

export function OpenForm({ desk, isAlone = false }: Props) {
  // Kept until the server says what became of it: the same tap after a lost answer opens no second one.
  const [uid] = useState(newUid);
  const count = useCount();
  const deed = useDeed();
  const open = (counts: ReturnType<typeof countsOf> | null) =>
    void deed.run(async () => {
      const openingMinor = isAlone ? null : await openWithServer(uid, counts);
      if (openingMinor === null) await openAlone(uid, counts ?? []);
      announce(
        t("The shift is open with %(amount)s.", { amount: money(openingMinor ?? sumOf(count.pieces)) }),
      );
    });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!count.isWrong) open(countsOf(count.pieces, desk.denominations));
  };
  if (!may("open_shift")) return <p class="notice">{t("No shift is open.")}</p>;
  const left = isAlone ? null : desk.left_minor;
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="notice">{t("No shift is open. Count what is in the drawer, then open it.")}</p>
      {!isAlone && desk.in_no_shift.receipts > 0 && (
        <p class="notice notice--few">
          {t(
            "Done in no shift since the last closing: receipts %(count)s, together %(amount)s. The office sees them.",
            { count: desk.in_no_shift.receipts, amount: money(desk.in_no_shift.total_minor) },
          )}
        </p>
      )}
      {left !== null && (
        <section class="card stack">
          <p>{t("The last shift left %(amount)s.", { amount: money(left) })}</p>
          <p>
            <button type="button" class="button" onClick={() => open(null)} aria-busy={deed.isBusy}>
              {t("Take over %(amount)s without counting", { amount: money(left) })}
            </button>
          </p>
        </section>
      )}
      <CountFields
        denominations={desk.denominations}
        pieces={count.pieces}
        onPieces={count.setPieces}
        onRefused={count.note}
      />
      {left !== null && sumOf(count.pieces) > 0 && sumOf(count.pieces) !== left && (
        <p class="notice notice--few" role="status">
          {t("Against what the last shift left: %(difference)s.", {
            difference: differenceWords(sumOf(count.pieces) - left),
          })}
        </p>
      )}
      <Failure failure={deed.failure} />
      <div class="actions">
        <button type="submit" class="button button--pay" aria-busy={deed.isBusy} disabled={count.isWrong}>
          {t("Open with %(amount)s", { amount: money(sumOf(count.pieces)) })}
        </button>
      </div>
    </form>
  );
}

/**
 * Answers what is in the drawer, or null where nobody answered a count: this device opens the shift by itself then, under
 * the same uid, should the server have done it after all.
 */
async function openWithServer(uid: string, counts: ShiftCount[] | null): Promise<number | null> {
  const isOnlyServers = isTraining.peek() || !counts;
  try {
    const shift = await till.openShift({ uid, counts }, isOnlyServers ? undefined : patienceMs());
    takeShift(shift);
    return shift.opening_minor;
  } catch (error) {
    if (!(error instanceof NotConnected) || isOnlyServers) throw error;
    return null;
  }
}
