/** Shows and reads aloud what has no place of its own. */
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
      {said?.isShown && (
        <div class="toast">
          <p aria-hidden="true">{said.words}</p>
          {said.undo ? (
            <button
              type="button"
              class="button"
              onClick={() => {
                said.undo?.act();
                hush();
              }}
            >
              {said.undo.words}
            </button>
          ) : (
            <button type="button" class="button" onClick={hush}>
              {t("Close")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
