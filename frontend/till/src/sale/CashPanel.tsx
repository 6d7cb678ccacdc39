/** Taking money: cash by keys, by likely amounts or typed, other ways one tap away; the change; and the tap that finishes. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { limitWords } from "../alone/words";
import type { TenderKind } from "../api/shapes";
import { t } from "../i18n";
import { changeOf, isDoubtfulChange, likelyTenders, parseMoney } from "../money";
import { announce, say } from "../state/announce";
import { limitOf } from "../state/finishing";
import type { OpenSale } from "../state/open_sale";
import { currency, money, tenderKinds } from "../state/session";
import { isTraining } from "../training/world";
import { TenderEntry } from "./TenderEntry";
import { HandedList, OtherWays } from "./Tenders";
import { Rates } from "./Totals";
import { type Handed, standingOf, type Wrong } from "./tendering";

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "00"];
const MOST_DIGITS = 9;

interface Props {
  sale: OpenSale;
  /** With the cash that was handed in; what else was, stands with the list. */
  onFinish: (cashMinor: number) => void;
  onBack: () => void;
}

export function CashPanel({ sale, onFinish, onBack }: Props) {
  const [typed, setTyped] = useState("");
  // The amount that was asked about; a tap more and it is right.
  const [askedMinor, setAsked] = useState<number | null>(null);
  // The way to pay beside cash that is being noted.
  const [chosen, setChosen] = useState<TenderKind | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const finishButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);

  const dueMinor = sale.quote.value?.due_minor ?? 0;
  const handed = sale.draft.value.tenders ?? [];
  const kinds = tenderKinds.value;
  const standing = standingOf(handed, dueMinor, kinds);
  const wrong = standing.wrong && { uid: standing.wrong.uid, words: wrongWords(standing.wrong.kind) };
  // What is left once other tenders are noted: all of it, for cash alone.
  const totalMinor = standing.restMinor;
  const tenderedMinor = totalMinor === 0 && !typed ? 0 : parseMoney(typed, currency());
  const change = tenderedMinor === null ? null : changeOf(totalMinor, tenderedMinor);
  const limit = limitWords(limitOf(sale));
  // Cash that nothing is left for would be handed back: it is not taken.
  const isNeedless = handed.length > 0 && totalMinor === 0 && (tenderedMinor ?? 0) > 0;
  const canFinish = change !== null && sale.isPayable.value && !limit && !wrong && !isNeedless;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!canFinish || tenderedMinor === null) return;
    if (isDoubtfulChange(change, currency()) && askedMinor !== tenderedMinor) setAsked(tenderedMinor);
    else onFinish(tenderedMinor);
  };
  const press = (key: string) => {
    const digits = typed.normalize("NFKC").replace(/[^\d.]/g, "") + key;
    if (digits.length <= MOST_DIGITS) setTyped(digits.replace(/^0+(?=\d)/, ""));
  };
  const set = (minor: number) => {
    setTyped(plainAmount(minor));
    field.current?.focus({ preventScroll: true });
  };

  const note = (tenders: Handed[]) => {
    const all = [...handed, ...tenders];
    sale.setTenders(all);
    setChosen(null);
    setTyped("");
    const left = standingOf(all, dueMinor, kinds).restMinor;
    say(
      left
        ? t("Still to be paid: %(amount)s", { amount: money(left) })
        : t("Nothing is left to pay. Finish."),
    );
    requestAnimationFrame(() => {
      const next = left ? field.current : finishButton.current;
      next?.focus({ preventScroll: true });
    });
  };
  const takeOff = (uid: string) => {
    const gone = handed.find((each) => each.uid === uid);
    sale.setTenders(handed.filter((each) => each.uid !== uid));
    if (gone && !gone.pieces && !isTraining.peek())
      announce(t("Taken off here. Cancel it on the terminal too."), { isUrgent: true });
    field.current?.focus({ preventScroll: true });
  };
  if (chosen) {
    return (
      <div class="cash">
        <TenderEntry
          key={chosen.code}
          kind={chosen}
          restMinor={totalMinor}
          onTake={note}
          onBack={() => setChosen(null)}
        />
      </div>
    );
  }

  return (
    <form class="cash" aria-label={t("Cash")} onSubmit={submit} noValidate>
      <p class="total">
        <span>
          {handed.length > 0
            ? t("Still to be paid")
            : sale.quote.value?.paid_minor
              ? t("To be paid")
              : t("Total")}
        </span>
        <span class="num">{money(totalMinor)}</span>
      </p>
      {sale.quote.value && <Rates quote={sale.quote.value} />}
      <HandedList handed={handed} kinds={kinds} wrong={wrong} onRemove={takeOff} />
      <label class="field__label" for="tendered">
        {t("Cash received")}
      </label>
      <input
        ref={field}
        id="tendered"
        class="input tendered num"
        data-takes-keys
        inputMode="none"
        autocomplete="off"
        value={typed}
        aria-describedby="change"
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="quick" role="group" aria-label={t("Likely amounts")}>
        <button type="button" class="chip" onClick={() => set(totalMinor)}>
          {handed.length > 0 ? t("Rest in cash") : t("Exact")}
        </button>
        {likelyTenders(totalMinor, currency()).map((minor) => (
          <button key={minor} type="button" class="chip num" onClick={() => set(minor)}>
            {money(minor)}
          </button>
        ))}
      </div>
      {totalMinor > 0 && <OtherWays kinds={kinds} onChoose={setChosen} />}
      <div class="keypad" role="group" aria-label={t("Number keys")}>
        {KEYS.map((key) => (
          <button key={key} type="button" class="num" onClick={() => press(key)}>
            {key}
          </button>
        ))}
        <button
          type="button"
          onClick={() => setTyped(typed.slice(0, -1))}
          aria-label={t("Delete the last digit")}
        >
          ⌫
        </button>
      </div>
      <div class="cash-foot">
        <Change
          id="change"
          totalMinor={totalMinor}
          tenderedMinor={tenderedMinor}
          otherMinor={standing.changeMinor}
          typed={typed}
          isAsked={tenderedMinor !== null && askedMinor === tenderedMinor}
        />
        {sale.refusedQuantities.value.size > 0 && (
          <p class="notice notice--hot" role="alert">
            {t("First correct the quantity.")}
          </p>
        )}
        {limit && (
          <p class="notice notice--hot" role="alert">
            {limit}
          </p>
        )}
        {sale.needsConnection.value && (
          <p class="notice notice--hot" role="alert">
            {t("Sending home needs the network: other stores must be asked.")}
          </p>
        )}
        <div class="actions">
          <button type="button" class="button" onClick={onBack}>
            {t("Back")}
          </button>
          <button ref={finishButton} type="submit" class="button button--pay" disabled={!canFinish}>
            {t("Finish")}
          </button>
        </div>
      </div>
    </form>
  );
}

/** Why a tender cannot be part of this sale. */
function wrongWords(kind: Wrong["kind"]): string {
  return kind === "unknown"
    ? t("This is not taken here any more.")
    : t("More than is left to pay. Take it off, and note what is needed.");
}

/** Minor units as they are typed: `1980`, or `19.80` where the currency has digits after the point. */
function plainAmount(minor: number): string {
  return money(minor).replace(/[^\d.]/g, "");
}

interface ChangeProps {
  id: string;
  totalMinor: number;
  tenderedMinor: number | null;
  typed: string;
  /** What goes back in cash on certificates, beside the change on cash. */
  otherMinor: number;
  /** Whether it is so much that it waits for a second tap. */
  isAsked: boolean;
}

function Change({ id, totalMinor, tenderedMinor, otherMinor, typed, isAsked }: ChangeProps) {
  const change = tenderedMinor === null ? null : changeOf(totalMinor, tenderedMinor);
  const isUnreadable = typed !== "" && tenderedMinor === null;
  let words = money((change ?? 0) + otherMinor);
  let name = t("Change due");
  if (isUnreadable) {
    name = t("This is not an amount of money.");
    words = "";
  } else if (change === null && tenderedMinor !== null) {
    name = t("Still to be paid");
    words = money(totalMinor - tenderedMinor);
  } else if (change !== null && isAsked) {
    name = t("Change of %(amount)s. Is that right?", { amount: words });
    words = "";
  } else if (change === null) {
    words = "–";
  }
  return (
    <p
      id={id}
      class="change"
      data-short={isUnreadable || isAsked || (change === null && tenderedMinor !== null)}
      aria-live="polite"
    >
      <span>{name}</span>
      <span class="num">{words}</span>
    </p>
  );
}
