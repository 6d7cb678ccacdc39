/** Cash in or out of the drawer that no sale moves: what for, how much, why; and a second person for much. */
import { useState } from "preact/hooks";
import { isTooMuchAlone, mostOutAlone } from "../alone/drawer";
import { offlineTerms } from "../alone/here";
import { patienceMs } from "../api/patience";
import { NotConnected, Problem } from "../api/problem";
import type { CashPurpose } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { parseMoney } from "../money";
import { openDrawerForCash } from "../printer/print";
import { announce } from "../state/announce";
import { moveAlone, tooMuchWords } from "../state/drawer_alone";
import { shiftAlone } from "../state/drawer_words";
import { go, hashOf } from "../state/route";
import { currency, may, money } from "../state/session";
import { isDrawerAlone, shiftDesk, takeShift } from "../state/shift";
import { isTraining } from "../training/world";
import { APPROVER_FIELDS, Approver, useApprover } from "../ui/Approver";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { useShiftDesk } from "./use_desk";
import { PURPOSES, purposeWords, TAKES_OUT } from "./words";

export function CashMoveScreen() {
  const reading = useShiftDesk();
  const shift = shiftAlone.value ?? shiftDesk.value?.shift;
  return (
    <main class="page">
      <Heading title={t("Cash in or out")} />
      <Failure failure={reading.failure} />
      {shift && may("move_cash") && <MoveForm shiftUid={shift.uid} />}
      {shiftDesk.value && !shift && <p class="notice">{t("No shift is open.")}</p>}
    </main>
  );
}

function tellMoved(purpose: CashPurpose, minor: number): void {
  void openDrawerForCash(minor, purposeWords(purpose));
  announce(t("%(what)s: %(amount)s", { what: purposeWords(purpose), amount: money(minor) }));
  go({ screen: "drawer" });
}

interface Asked {
  uid: string;
  shiftUid: string;
  purpose: CashPurpose;
  amount: string;
  reason: string;
}

/** What was asked for in a shift and not answered: it may be booked, so whoever comes back to it asks for the very same. */
let unanswered: Asked | null = null;

function MoveForm({ shiftUid }: { shiftUid: string }) {
  const [began] = useState<Asked>(
    () =>
      (unanswered?.shiftUid === shiftUid ? unanswered : null) ?? {
        uid: newUid(),
        shiftUid,
        purpose: "change",
        amount: "",
        reason: "",
      },
  );
  const [uid, setUid] = useState(began.uid);
  const [purpose, setPurpose] = useState(began.purpose);
  const [amount, setAmount] = useState(began.amount);
  const [reason, setReason] = useState(began.reason);
  const [isAsked, setAsked] = useState(false);
  // Whether it needs a second person is the server's to say: the limit may have been changed a minute ago.
  const [needsSecond, setNeedsSecond] = useState(false);
  const deed = useDeed();
  const isAlone = isDrawerAlone.value;
  const mostAlone = mostOutAlone(offlineTerms.value, may("cash_out_large"));
  const approver = useApprover(!isAlone && needsSecond && TAKES_OUT.has(purpose) && !may("cash_out_large"));
  const minor = parseMoney(amount, currency());
  const move = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    approver.complain();
    if (!minor || !reason.trim() || !approver.isComplete) return;
    void deed.run(async () => {
      const body = { uid, purpose, amount_minor: minor, reason: reason.trim() };
      if (!isTraining.peek()) unanswered = { uid, shiftUid, purpose, amount, reason };
      const isForMe = !isTraining.peek() && !approver.isNeeded && !isTooMuchAlone(purpose, minor, mostAlone);
      try {
        if (isAlone) await moveAlone(body);
        else {
          const approvalUid = await approver.ask({ ...body, deed: "move_cash", shift_uid: shiftUid });
          const asked = { ...body, approval_uid: approvalUid };
          takeShift(await till.moveCash(shiftUid, asked, isForMe ? patienceMs() : undefined));
        }
      } catch (error) {
        // It may have been booked: said under the same uid, it is booked once.
        if (error instanceof NotConnected && isForMe) {
          await moveAlone(body);
          unanswered = null;
          return tellMoved(purpose, minor);
        }
        if (!(error instanceof Problem)) throw error;
        // This device refused by itself, and does not know what the server did before.
        if (error.status === 0) throw error;
        unanswered = null;
        setUid(newUid());
        // Asked for in the form that comes on, not told as a refusal.
        if (error.code !== "approval_needed" || needsSecond) throw error;
        setNeedsSecond(true);
        announce(t("So much needs a second person."), { isUrgent: true });
        return;
      }
      unanswered = null;
      tellMoved(purpose, minor);
    });
  };
  return (
    <form class="stack" onSubmit={move} noValidate>
      {began === unanswered && (
        <p class="notice notice--few" role="status">
          {t("Nobody answered this before: it may be booked. Sent again as it is, it is booked once.")}
        </p>
      )}
      <div class="chips" role="group" aria-label={t("What for?")}>
        {PURPOSES.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={purpose === one}
            onClick={() => setPurpose(one)}
          >
            {purposeWords(one)}
          </button>
        ))}
      </div>
      {purpose === "exchange" && (
        <p class="soft">{t("As much comes into the drawer as is taken out: what should be in it stays.")}</p>
      )}
      {isAlone && mostAlone !== null && TAKES_OUT.has(purpose) && (
        <p
          class={isTooMuchAlone(purpose, minor ?? 0, mostAlone) ? "notice notice--hot" : "notice"}
          role="status"
        >
          {tooMuchWords(mostAlone)}
        </p>
      )}
      <Field
        id="cash-amount"
        label={t("Amount")}
        value={amount}
        onValue={setAmount}
        inputMode="numeric"
        autocomplete="off"
        maxLength={14}
        error={isAsked && !minor ? t("Say an amount.") : deed.at("amount_minor")}
      />
      <Field
        id="cash-reason"
        label={t("Reason")}
        value={reason}
        onValue={setReason}
        maxLength={200}
        autocomplete="off"
        error={isAsked && !reason.trim() ? t("Say the reason.") : deed.at("reason")}
      />
      <Approver approver={approver} deed={deed} why={["cash_out_large"]} />
      <Failure
        failure={deed.failure}
        saidAt={["amount_minor", "reason", ...(approver.isNeeded ? APPROVER_FIELDS : [])]}
      />
      <div class="actions">
        <a class="button" href={hashOf({ screen: "drawer" })}>
          {t("Back")}
        </a>
        <button type="submit" class="button button--pay" aria-busy={deed.isBusy}>
          {purposeWords(purpose)} {minor ? money(minor) : ""}
        </button>
      </div>
    </form>
  );
}
