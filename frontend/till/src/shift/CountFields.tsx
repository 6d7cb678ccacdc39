/** A counter for each coin and note, with what they come to: by taps, or typed row after row. */
import { t } from "../i18n";
import { money } from "../state/session";
import { Stepper } from "../ui/Stepper";
import { MOST_PIECES, type Pieces, sumOf, withPieces } from "./counting";

interface Props {
  denominations: readonly number[];
  pieces: Pieces;
  onPieces: (pieces: Pieces) => void;
  /** Told which rows hold something that is no number of pieces. */
  onRefused: (value: number, isRefused: boolean) => void;
}

export function CountFields({ denominations, pieces, onPieces, onRefused }: Props) {
  return (
    <section class="stack" aria-labelledby="count-title">
      <h2 id="count-title">{t("Coins and notes")}</h2>
      <ul class="counting" onKeyDown={toNextRow}>
        {denominations.map((value) => (
          <li key={value} class="counting-row" data-value={value} data-counted={(pieces[value] ?? 0) > 0}>
            <b class="num">{money(value)}</b>
            <Stepper
              name={money(value)}
              value={pieces[value] ?? 0}
              least={0}
              most={MOST_PIECES}
              onValue={(count) => onPieces(withPieces(pieces, value, count))}
              onRefused={(isRefused) => onRefused(value, isRefused)}
            />
            <span class="num counting-sum">{money(value * (pieces[value] ?? 0))}</span>
          </li>
        ))}
      </ul>
      <p class="total counting-total">
        <span>{t("Counted cash")}</span>
        <output class="num" aria-live="polite" aria-atomic="true">
          {money(sumOf(pieces))}
        </output>
      </p>
    </section>
  );
}

/** Enter after a number goes on to the next coin: it would open or close the shift with half a count. */
function toNextRow(event: KeyboardEvent & { currentTarget: HTMLUListElement }): void {
  if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("input")];
  const next = rows[rows.indexOf(event.target) + 1];
  if (next) next.focus();
  else event.target.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
}
