/** How many pieces: one less, one more, or typed. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { MOST_PIECES, parseQuantity } from "../quantity";

interface Props {
  /** Of the goods, for readers who cannot see the row. */
  name: string;
  value: number;
  least?: number;
  most?: number;
  onValue: (value: number) => void;
  /** Told whether the field holds something that is not taken: then what is seen is not what counts. */
  onRefused?: (isRefused: boolean) => void;
  /** What "one less" does at the least value; without it the button is off there. */
  onBelow?: (click: MouseEvent) => void;
}

export function Stepper({ name, value, least = 1, most = MOST_PIECES, onValue, onRefused, onBelow }: Props) {
  // What is typed belongs to the value it was typed over: once that changed, by whatever hand, the field shows the new one.
  // Told to the field a moment later, a key that leaves it meanwhile would set the old value again.
  const [kept, setKept] = useState({ value, text: String(value), isLeft: false });
  // Said once the field is left: half a number is no mistake yet.
  const { text: typed, isLeft } = kept.value === value ? kept : { text: String(value), isLeft: false };
  const keep = (text: string, left: boolean) => setKept({ value, text, isLeft: left });
  const parsed = parseQuantity(typed, least);
  const pieces = parsed !== null && parsed <= most ? parsed : null;
  const isRefused = pieces === null;
  const isWrong = isRefused && isLeft;
  useEffect(() => {
    onRefused?.(isRefused);
    return () => onRefused?.(false);
  }, [isRefused]);

  const take = () => {
    keep(pieces === null ? typed : String(pieces), true);
    if (pieces !== null && pieces !== value) onValue(pieces);
  };
  const less = (click: MouseEvent) => (value > least ? onValue(value - 1) : onBelow?.(click));
  const wrong = t("The quantity must be a whole number from %(least)s to %(most)s.", { least, most });
  return (
    <div class="stepper-box">
      <div class="stepper" role="group" aria-label={t("Quantity of %(name)s", { name })}>
        <button
          type="button"
          onClick={less}
          disabled={value <= least && !onBelow}
          aria-label={
            value <= least && onBelow ? t("Take off %(name)s", { name }) : t("One less of %(name)s", { name })
          }
        >
          −
        </button>
        <input
          class="num"
          inputMode="numeric"
          autocomplete="off"
          value={typed}
          aria-label={t("Quantity of %(name)s", { name })}
          aria-invalid={isWrong ? "true" : undefined}
          onInput={(event) => {
            keep(event.currentTarget.value, isWrong);
          }}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={take}
          onKeyDown={(event) => event.key === "Enter" && !event.isComposing && take()}
        />
        <button
          type="button"
          onClick={() => onValue(value + 1)}
          disabled={value >= most}
          aria-label={t("One more of %(name)s", { name })}
        >
          +
        </button>
      </div>
      {isWrong && (
        <p class="field__error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
