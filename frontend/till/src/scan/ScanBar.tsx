/** The field that takes every code: typed, or scanned anywhere on the screen; with names of goods to choose from. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { Resolved, Variant } from "../api/shapes";
import { t } from "../i18n";
import { money } from "../state/session";
import { CameraBelow, CameraButton, useCameraPanel } from "./camera/CameraScan";
import { noteRead } from "./camera/last_read";
import { ExpiredDialog } from "./ExpiredDialog";
import { expired, leaveExpired, mayTake } from "./expiry";
import { Finding } from "./finding";
import { SCAN_FIELD, scan, useScans } from "./scanner";

interface Props {
  /** Takes what a code names. */
  onFound: (found: Resolved) => Promise<void> | void;
  /** Takes the number of a card while nobody can say whose it is; without it the bar says so. */
  onCard?: (number: string) => void;
  /** Takes goods chosen by name; without it the bar looks for codes only. */
  onPick?: (variant: Variant) => void;
  /** What else may be made of a code that nothing has. */
  forUnknown?: (code: string, done: () => void) => ComponentChildren;
  /** Takes back one piece of goods that the camera read. */
  onTakeBack?: (variant: Variant) => void;
  /** Whether goods found here go to a customer: then a package past its date is asked about. */
  isSale?: boolean;
  placeholder: string;
  takesFocus?: boolean;
}

const LIST = "scan-choices";
const optionId = (place: number) => `${LIST}-${place}`;

export function ScanBar(props: Props) {
  const { onFound, onCard, onPick, forUnknown, placeholder, takesFocus = false, isSale = false } = props;
  const camera = useCameraPanel();
  const finding = useMemo(() => new Finding(), []);
  const active = finding.active.value;
  const choices = onPick ? finding.choices.value : null;
  const count = choices?.length ?? 0;
  // Before the screen is painted: a late focus would pull away keys that are already typed elsewhere.
  useLayoutEffect(() => {
    if (takesFocus) document.getElementById(SCAN_FIELD)?.focus({ preventScroll: true });
    return () => {
      leaveExpired();
      finding.hideChoices();
    };
  }, []);

  useScans(async (code) => {
    const found = await finding.resolve(code, Boolean(onPick));
    if (!found) return;
    if (found.kind === "variant") {
      if (isSale && !(await mayTake(found.variant, code))) return;
      if (camera.isOpen) noteRead(found.variant);
    }
    if (found.kind !== "card") await onFound(found);
    else if (onCard) onCard(found.number);
    else finding.refuse(t("Nobody answered. Check the connection, then try again."));
  });

  const pick = (variant: Variant) => {
    finding.clear();
    onPick?.(variant);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const chosen = onPick && finding.reached;
    if (chosen) pick(chosen);
    else {
      const code = finding.text.value;
      finding.clear();
      scan(code);
    }
  };
  const move = (event: KeyboardEvent) => {
    if (event.isComposing || !onPick) return;
    if (event.key === "Escape") finding.hideChoices();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    finding.move(event.key === "ArrowDown" ? 1 : -1);
  };

  return (
    <>
      <search class="scan">
        <form class="scan-row" onSubmit={submit}>
          <label class="unseen" for={SCAN_FIELD}>
            {placeholder}
          </label>
          <input
            id={SCAN_FIELD}
            class="scan-input"
            data-takes-keys
            role="combobox"
            aria-expanded={count > 0}
            aria-controls={LIST}
            aria-activedescendant={active >= 0 ? optionId(active) : undefined}
            aria-describedby="scan-trouble"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="go"
            placeholder={placeholder}
            value={finding.text.value}
            onInput={(event) => finding.type(event.currentTarget.value)}
            onKeyDown={move}
          />
          <CameraButton camera={camera} />
          <button type="submit" class="button">
            {t("Look up")}
          </button>
        </form>
        <div id="scan-trouble" role="alert" class={finding.trouble.value ? "notice notice--hot" : ""}>
          {finding.trouble.value}
        </div>
        {finding.unknownCode.value && forUnknown?.(finding.unknownCode.value, () => finding.clear())}
        <Choices choices={choices} active={active} onPick={pick} />
      </search>
      <CameraBelow camera={camera} onTakeBack={props.onTakeBack} />
      {expired.value && <ExpiredDialog expired={expired.value} />}
    </>
  );
}

function Choices({
  choices,
  active,
  onPick,
}: {
  choices: Variant[] | null;
  active: number;
  onPick: (one: Variant) => void;
}) {
  return (
    <>
      <p class="unseen" aria-live="polite">
        {choices && t("Found: %(count)s", { count: choices.length })}
      </p>
      <ul id={LIST} role="listbox" class="choices" aria-label={t("Goods found")} hidden={!choices?.length}>
        {choices?.map((variant, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, which takes the keys
          <li
            key={variant.sku}
            id={optionId(place)}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            onClick={() => onPick(variant)}
          >
            <span>
              <b>{variant.name}</b>
              <span class="soft small">
                {variant.sku}
                {Number.isFinite(variant.available) && (
                  <> ・ {t("In stock: %(count)s", { count: variant.available })}</>
                )}
              </span>
            </span>
            <b class="num">{money(variant.price_minor)}</b>
          </li>
        ))}
      </ul>
      {choices?.length === 0 && <p class="notice">{t("No goods have these words in their name.")}</p>}
    </>
  );
}
