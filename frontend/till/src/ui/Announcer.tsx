/** Reads aloud, and shows for a moment, what has no place of its own. */
import { t } from "../i18n";
import { announcement, hush } from "../state/announce";

export function Announcer() {
  const said = announcement.value;
  return (
    <div class="announcer">
      <p class="unseen" aria-live="assertive">
        {said?.isUrgent ? said.words : ""}
      </p>
      <p class="unseen" aria-live="polite">
        {said && !said.isUrgent ? said.words : ""}
      </p>
    </div>
  );
}

/** The words for a moment, in the bar, over where this is; a tap on them goes to the choice of staff below. */
export function Toast() {
  const said = announcement.value;
  if (!said?.isShown) return null;
  const close = () => {
    said.undo?.act();
    hush();
  };
  return (
    <div class="toast">
      <p aria-hidden="true">{said.words}</p>
      <button type="button" class="button" onClick={close}>
        {said.undo ? said.undo.words : t("Close")}
      </button>
    </div>
  );
}
