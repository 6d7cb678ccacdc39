/** The till cannot keep anything on this device: what to do, and a way to try again. */
import type { Boot } from "../boot";
import { language, t } from "../i18n";
import { Heading } from "./Heading";

interface Props {
  languages: Boot["languages"];
  /** What the browser said, for who looks after the device. */
  cause: string;
}

export function NoStorage({ languages, cause }: Props) {
  return (
    <main class="entrance">
      <div class="entrance-card stack">
        <Heading title={t("The till cannot keep sales on this device")} />
        <p>
          {t(
            "A paid sale must outlast a lost connection, so nothing can be rung up before this is put right.",
          )}
        </p>
        <ul class="steps">
          <li>{t("Leave the private window and open the till in an ordinary one.")}</li>
          <li>{t("Allow this page to store data: cookies and site data in the browser's settings.")}</li>
          <li>
            {t("Free space on the device, without erasing this page's data: unsent sales are kept there.")}
          </li>
        </ul>
        <button type="button" class="button button--main" onClick={() => location.reload()}>
          {t("Try again")}
        </button>
        <p class="small soft">{t("The browser says: %(cause)s", { cause })}</p>
        <div class="chips" role="group" aria-label={t("Language")}>
          {languages.map(({ code, name }) => (
            <button
              key={code}
              type="button"
              class="chip"
              lang={code}
              aria-pressed={language.value === code}
              onClick={() => {
                language.value = code;
              }}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}
