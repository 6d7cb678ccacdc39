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
  /** What "one less" does at the least value; without it the button is off there. */
  onBelow?: (click: MouseEvent) => void;
}

export function Stepper({ name, value, least = 1, most = MOST_PIECES, onValue, onBelow }: Props) {
  const [typed, setTyped] = useState(String(value));
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(String(value));
    setWrong(false);
  }, [value]);

  const take = () => {
    const pieces = parseQuantity(typed, least);
    const isRight = pieces !== null && pieces <= most;
    setWrong(!isRight);
    if (isRight && pieces !== value) onValue(pieces);
    if (isRight) setTyped(String(pieces));
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
          onInput={(event) => setTyped(event.currentTarget.value)}
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
