/** Closing a shift: the drawer is counted, a difference gets its reason, and the till has no sale left to send. */
import { useEffect, useState } from "preact/hooks";
import { Problem } from "../api/problem";
import type { Shift, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { aside } from "../state/aside";
import { drawerWords, wordsAside } from "../state/drawer_words";
import { go, hashOf } from "../state/route";
import { may, money, tenderKinds } from "../state/session";
import { countUnsent, countWords, isDrawerAlone, shiftDesk, takeShift } from "../state/shift";
import { waiting } from "../state/waiting";
import { practiceWaiting } from "../training/practised";
import { isTraining } from "../training/world";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { heldUpWords, needsNetworkWords } from "./AloneDrawer";
import { CountFields } from "./CountFields";
import { cashRows, countsOf, sumOf } from "./counting";
import { doDiffer, TenderFields, type TypedTenders, tenderCounts } from "./TenderFields";
import { useCount, useOnceReady } from "./use_count";
import { useShiftDesk } from "./use_desk";
import { differenceWords, rowWords } from "./words";

/** Refusals of a count that is not what is expected any more. */
const UNEXPLAINED = new Set(["difference_unexplained", "tender_difference_unexplained"]);

export function CloseScreen() {
  const reading = useShiftDesk();
  const unsent = useUnsent();
  const words = useWords();
  const desk = shiftDesk.value;
  const isSettled = unsent === 0 && words === 0 && !isDrawerAlone.value;
  const isReady = Boolean(desk?.shift) && isSettled && may("close_shift");
  const isShown = useOnceReady(isReady);
  return (
    <main class="page">
      <Heading title={t("Close the shift")} />
      <Failure failure={reading.failure} />
      {unsent ? <Unsent count={unsent} /> : null}
      {isDrawerAlone.value && <p class="notice">{needsNetworkWords()}</p>}
      {words ? <WordsWait count={words} /> : null}
      {desk?.shift && isShown && (
        <CloseForm key={desk.shift.uid} desk={desk} shift={desk.shift} isHeldUp={!isReady} />
      )}
      {desk && !desk.shift && !isDrawerAlone.value && <p class="notice">{t("No shift is open.")}</p>}
    </main>
  );
}

/** How many paid sales are only on this device, null until the disk said it; read again when one was settled. */
function useUnsent(): number | null {
  const [count, setCount] = useState<number | null>(null);
  const setAside = isTraining.value ? 0 : aside.value.length;
  const queued = isTraining.value ? practiceWaiting.value : waiting.value.length;
  useEffect(() => void countUnsent().then(setCount), [setAside, queued]);
  return count === null ? null : Math.max(count, setAside);
}

/** How many words of this drawer are only on this device, null until the disk said it. */
function useWords(): number | null {
  const [count, setCount] = useState<number | null>(null);
  const known = drawerWords.value.length + wordsAside.value.length;
  useEffect(() => void countWords().then(setCount), [known]);
  return count;
}

function WordsWait({ count }: { count: number }) {
  return (
    <div class="notice notice--hot stack" role="alert">
      <p>
        {t(
          "Done at the drawer without a network and not booked yet: %(count)s. Then the shift can be closed.",
          {
            count,
          },
        )}
      </p>
      {wordsAside.value.length > 0 && (
        <p>
          <a class="button" href={hashOf({ screen: "trouble" })}>
            {t("Look at them")}
          </a>
        </p>
      )}
    </div>
  );
}

function Unsent({ count }: { count: number }) {
  return (
    <div class="notice notice--hot stack" role="alert">
      <p>
        {t(
          "Paid sales that are not booked yet: %(count)s. Send or settle them first; then the shift can be closed.",
          { count },
        )}
      </p>
      {!isTraining.value && count > waiting.value.length && (
        <p>
          <a class="button" href={hashOf({ screen: "trouble" })}>
            {t("Look at them")}
          </a>
        </p>
      )}
    </div>
  );
}

interface FormProps {
  desk: ShiftDesk;
  shift: Shift;
  /** Whether it cannot be closed now; what was counted stays. */
  isHeldUp: boolean;
}

function CloseForm({ desk, shift, isHeldUp }: FormProps) {
  const count = useCount();
  const [reason, setReason] = useState("");
  const [typedTenders, setTypedTenders] = useState<TypedTenders>({});
  const [isAsked, setAsked] = useState(false);
  const deed = useDeed();
  const counted = sumOf(count.pieces);
  const expected = shift.report?.cash.expected_minor ?? null;
  const difference = expected === null ? 0 : counted - expected;
  const kinds = tenderKinds.value.filter((kind) => kind.is_counted);
  const tenders = tenderCounts(kinds, typedTenders);
  const held = shift.report?.held ?? null;
  const needsReason = difference !== 0 || doDiffer(tenders ?? [], held);
  const close = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (isHeldUp || count.isWrong || !tenders || (needsReason && !reason.trim())) return;
    void deed.run(async () => {
      // A sale may have been set aside since the screen came on.
      if ((await countUnsent()) + (await countWords()) > 0) {
        const what = (await countUnsent())
          ? t("A paid sale is not booked yet.")
          : t("What was done at the drawer without a network is not booked yet.");
        announce(what, { isUrgent: true });
        return;
      }
      try {
        const counts = countsOf(count.pieces, desk.denominations);
        const closed = await till.closeShift(shift.uid, counts, tenders, needsReason ? reason.trim() : "");
        takeShift(closed);
        announce(t("The shift is closed."), { isUrgent: true });
        go({ screen: "shift", uid: closed.uid });
      } catch (error) {
        // Somebody sold, or moved cash, since the screen was read: what is expected now is shown.
        if (error instanceof Problem && UNEXPLAINED.has(error.code)) {
          shiftDesk.value = await till.readShiftDesk();
        }
        throw error;
      }
    });
  };
  return (
    <form class="stack" onSubmit={close} noValidate>
      {shift.report ? (
        <Expected shift={shift} />
      ) : (
        <p class="notice">{t("Count what is in the drawer. What should be in it is shown afterwards.")}</p>
      )}
      <CountFields
        denominations={desk.denominations}
        pieces={count.pieces}
        onPieces={count.setPieces}
        onRefused={count.note}
      />
      <TenderFields kinds={kinds} typed={typedTenders} onTyped={setTypedTenders} held={held} />
      {expected !== null && (
        <p class={difference === 0 ? "notice notice--good" : "notice notice--few"} role="status">
          {t("Difference: %(words)s", { words: differenceWords(difference) })}
        </p>
      )}
      {needsReason && (
        <Field
          id="close-reason"
          label={t("Why does it differ?")}
          value={reason}
          onValue={setReason}
          maxLength={200}
          autocomplete="off"
          hint={t("Count again first. If it still differs, say what you know; “unknown” is an answer too.")}
          error={isAsked && !reason.trim() ? t("Say the reason.") : deed.at("reason")}
        />
      )}
      {isHeldUp && <p class="soft">{heldUpWords()}</p>}
      <Failure failure={deed.failure} saidAt={needsReason ? ["reason"] : []} />
      <div class="actions">
        <a class="button" href={hashOf({ screen: "drawer" })}>
          {t("Back")}
        </a>
        <button
          type="submit"
          class="button button--pay"
          disabled={isHeldUp || count.isWrong || !tenders}
          aria-busy={deed.isBusy}
        >
          {t("Close with %(amount)s", { amount: money(counted) })}
        </button>
      </div>
    </form>
  );
}

function Expected({ shift }: { shift: Shift }) {
  if (!shift.report) return null;
  const { cash } = shift.report;
  return (
    <section class="card" aria-labelledby="expected">
      <h2 id="expected">{t("Should be in the drawer now")}</h2>
      <dl class="facts">
        {cashRows(cash).map((row) => (
          <div key={row.name}>
            <dt>{rowWords(row.name)}</dt>
            <dd class="num">{money(row.minor)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <b>{t("Expected in the drawer")}</b>
          </dt>
          <dd class="num">
            <b>{money(cash.expected_minor)}</b>
          </dd>
        </div>
      </dl>
    </section>
  );
}
