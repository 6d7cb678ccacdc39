/** Asks why, before something is taken back: a usual reason by one tap, or words of one's own. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Dialog } from "./Dialog";
import type { Deed } from "./deed";
import { Failure } from "./Failure";
import { Field } from "./Field";

interface Props {
  id: string;
  title: string;
  /** Usual reasons, as they are kept. */
  usual: readonly string[];
  confirm: string;
  deed: Deed;
  /** Whether what the dialog holds besides the reason may be confirmed. */
  canConfirm?: boolean;
  /** Fields of `below` that say themselves what is wrong with them. */
  saidAt?: readonly string[];
  /** What is asked after the reason. */
  below?: ComponentChildren;
  /** Before anything is confirmed: what the dialog holds besides the reason looks at itself. */
  onTry?: () => void;
  onConfirm: (reason: string) => void;
  onClose: () => void;
  children?: ComponentChildren;
}

export function ReasonDialog(props: Props) {
  const {
    id,
    title,
    usual,
    confirm,
    deed,
    canConfirm = true,
    saidAt = [],
    below,
    onTry,
    onConfirm,
    onClose,
    children,
  } = props;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const confirmed = (event: Event) => {
    event.preventDefault();
    setMissing(!reason.trim());
    onTry?.();
    if (reason.trim() && canConfirm) onConfirm(reason.trim());
  };
  const error = isMissing && !reason.trim() ? t("Say the reason.") : deed.at("reason");
  return (
    <Dialog id={id} title={title} onClose={onClose}>
      <form class="stack" onSubmit={confirmed} noValidate>
        {children}
        <div class="chips" role="group" aria-label={t("Usual reasons")}>
          {usual.map((words) => (
            <button
              key={words}
              type="button"
              class="chip"
              aria-pressed={reason === words}
              onClick={() => setReason(words)}
            >
              {words}
            </button>
          ))}
        </div>
        <Field
          id={`${id}-reason`}
          label={t("Reason")}
          value={reason}
          onValue={setReason}
          error={error}
          maxLength={200}
        />
        {below}
        <Failure failure={deed.failure} saidAt={["reason", ...saidAt]} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("Back")}
          </button>
          <button type="submit" class="button button--pay" disabled={!canConfirm} aria-busy={deed.isBusy}>
            {confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
