/** Taking another tender than cash: what the terminal took with the number of its slip, or certificates by their value. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TenderKind } from "../api/shapes";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { parseMoney } from "../money";
import { currency, money } from "../state/session";
import { isTraining } from "../training/world";
import { Field } from "../ui/Field";
import { Stepper } from "../ui/Stepper";
import type { Handed } from "./tendering";

interface Props {
  kind: TenderKind;
  /** What is left to pay. */
  restMinor: number;
  onTake: (tenders: Handed[]) => void;
  onBack: () => void;
}

const MOST_PIECES = 99;

export function TenderEntry({ kind, restMinor, onTake, onBack }: Props) {
  const isVoucher = kind.form === "voucher";
  const hasFaces = kind.faces_minor.length > 0;
  const [typed, setTyped] = useState(isVoucher ? "" : money(restMinor).replace(/[^\d.]/g, ""));
  const [reference, setReference] = useState("");
  const [pieces, setPieces] = useState<Readonly<Record<number, number>>>({});
  const [isAsked, setAsked] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const noteButton = useRef<HTMLButtonElement>(null);
  // To what must be typed: the number of the slip, or the value of the certificate.
  useLayoutEffect(() => {
    const wanted = kind.needs_reference ? "#tender-reference" : "input";
    form.current?.querySelector<HTMLInputElement>(wanted)?.focus({ preventScroll: true });
  }, [kind.code]);

  const faces = kind.faces_minor.filter((face) => (pieces[face] ?? 0) > 0);
  const amountMinor = hasFaces
    ? faces.reduce((sum, face) => sum + face * (pieces[face] ?? 0), 0)
    : parseMoney(typed, currency());
  const isTooMuch = kind.rest === "refused" && amountMinor !== null && amountMinor > restMinor;
  const isMissing = kind.needs_reference && !reference.trim();
  const canTake = amountMinor !== null && amountMinor > 0 && !isTooMuch;
  const take = () => {
    setAsked(true);
    if (!canTake || isMissing || amountMinor === null) return;
    const common = { provider: kind.code, reference: reference.trim() };
    onTake(
      hasFaces
        ? faces.map((face) => {
            const count = pieces[face] ?? 0;
            return { ...common, uid: newUid(), amountMinor: face * count, pieces: count };
          })
        : [{ ...common, uid: newUid(), amountMinor, pieces: isVoucher ? 1 : null }],
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onBack();
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    // A number of pieces counts once its field is left.
    if (hasFaces) noteButton.current?.focus();
    else take();
  };
  return (
    <div ref={form} class="tender stack" role="group" aria-label={kind.name} onKeyDown={onKeyDown}>
      <h2>{kind.name}</h2>
      {!isVoucher && (
        <p class="small soft">
          {isTraining.value
            ? t("Training: leave the terminal alone, and note here what it would say.")
            : t("Take it on the terminal first, then note here what it says.")}
        </p>
      )}
      {hasFaces ? (
        <ul class="counting">
          {kind.faces_minor.map((face) => (
            <li key={face} class="counting-row" data-counted={(pieces[face] ?? 0) > 0}>
              <b class="num">{money(face)}</b>
              <Stepper
                name={money(face)}
                value={pieces[face] ?? 0}
                least={0}
                most={MOST_PIECES}
                onValue={(count) => setPieces((now) => ({ ...now, [face]: count }))}
              />
              <span class="num counting-sum">{money(face * (pieces[face] ?? 0))}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Field
          id="tender-amount"
          label={isVoucher ? t("What it is worth") : t("Taken on the terminal")}
          value={typed}
          onValue={setTyped}
          inputMode="numeric"
          autocomplete="off"
          maxLength={12}
          error={
            isTooMuch
              ? t("Only %(amount)s is left to pay.", { amount: money(restMinor) })
              : isAsked && !canTake
                ? t("This is not an amount of money.")
                : undefined
          }
        />
      )}
      {!isVoucher && (
        <Field
          id="tender-reference"
          label={kind.needs_reference ? t("Slip number") : t("Slip number (if there is one)")}
          value={reference}
          onValue={setReference}
          inputMode="numeric"
          autocomplete="off"
          maxLength={40}
          error={isAsked && isMissing ? t("Type the number that stands on the slip.") : undefined}
        />
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onBack}>
          {t("Back")}
        </button>
        <button
          type="button"
          ref={noteButton}
          class="button button--main"
          disabled={hasFaces ? !canTake : isTooMuch}
          onClick={take}
        >
          {amountMinor ? t("Note %(amount)s", { amount: money(amountMinor) }) : t("Note it")}
        </button>
      </div>
    </div>
  );
}
