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
  const [typed, setTyped] = useState(String(value));
  // Said once the field is left: half a number is no mistake yet.
  const [isLeft, setLeft] = useState(false);
  useEffect(() => {
    setTyped(String(value));
    setLeft(false);
  }, [value]);
  const parsed = parseQuantity(typed, least);
  const pieces = parsed !== null && parsed <= most ? parsed : null;
  const isRefused = pieces === null;
  const isWrong = isRefused && isLeft;
  useEffect(() => {
    onRefused?.(isRefused);
    return () => onRefused?.(false);
  }, [isRefused]);

  const take = () => {
    setLeft(true);
    if (pieces === null) return;
    if (pieces !== value) onValue(pieces);
    setTyped(String(pieces));
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
            setTyped(event.currentTarget.value);
            if (!isWrong) setLeft(false);
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
