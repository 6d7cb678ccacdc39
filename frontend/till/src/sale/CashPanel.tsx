/** Taking cash: what was handed in, by keys, by likely amounts or typed; the change; and the one tap that finishes. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { limitWords } from "../alone/words";
import { t } from "../i18n";
import { changeOf, isDoubtfulChange, likelyTenders, parseMoney } from "../money";
import { limitOf } from "../state/finishing";
import type { OpenSale } from "../state/open_sale";
import { currency, money } from "../state/session";
import { Rates } from "./Totals";

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "00"];
const MOST_DIGITS = 9;

interface Props {
  sale: OpenSale;
  onFinish: (tenderedMinor: number) => void;
  onBack: () => void;
}

export function CashPanel({ sale, onFinish, onBack }: Props) {
  const [typed, setTyped] = useState("");
  // The amount that was asked about; a tap more and it is right.
  const [askedMinor, setAsked] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);

  const totalMinor = sale.quote.value?.due_minor ?? 0;
  const tenderedMinor = totalMinor === 0 && !typed ? 0 : parseMoney(typed, currency());
  const change = tenderedMinor === null ? null : changeOf(totalMinor, tenderedMinor);
  const limit = limitWords(limitOf(sale));
  const canFinish = change !== null && sale.isPayable.value && !limit;
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

  return (
    <form class="cash" aria-label={t("Cash")} onSubmit={submit} noValidate>
      <p class="total">
        <span>{sale.quote.value?.paid_minor ? t("To be paid") : t("Total")}</span>
        <span class="num">{money(totalMinor)}</span>
      </p>
      {sale.quote.value && <Rates quote={sale.quote.value} />}
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
          {t("Exact")}
        </button>
        {likelyTenders(totalMinor, currency()).map((minor) => (
          <button key={minor} type="button" class="chip num" onClick={() => set(minor)}>
            {money(minor)}
          </button>
        ))}
      </div>
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
      <Change
        id="change"
        totalMinor={totalMinor}
        tenderedMinor={tenderedMinor}
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
        <button type="submit" class="button button--pay" disabled={!canFinish}>
          {t("Finish")}
        </button>
      </div>
    </form>
  );
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
  /** Whether it is so much that it waits for a second tap. */
  isAsked: boolean;
}

function Change({ id, totalMinor, tenderedMinor, typed, isAsked }: ChangeProps) {
  const change = tenderedMinor === null ? null : changeOf(totalMinor, tenderedMinor);
  const isUnreadable = typed !== "" && tenderedMinor === null;
  let words = money(change ?? 0);
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
