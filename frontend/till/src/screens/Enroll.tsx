/** A new till: the device was opened with a link of the office, and is bound to its register by a tap. */
import { signal } from "@preact/signals";
import type { Boot } from "../boot";
import { t } from "../i18n";
import { enroll } from "../state/enrolled";
import { unsent } from "../state/finishing";
import { waiting } from "../state/waiting";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { Languages } from "./SignIn";

/** The secret of the link that the page was opened with. */
export const openedLink = signal<string | null>(null);

const ENROLL = /^#\/?enroll\/([\w-]{20,200})$/;

/** Takes the secret out of the address, so that neither the history nor a bookmark keeps it. */
export function takeLink(): void {
  const secret = ENROLL.exec(location.hash)?.[1];
  if (!secret) return;
  openedLink.value = secret;
  history.replaceState(null, "", `${location.pathname}${location.search}`);
}

export function Enroll({ link, languages }: { link: string; languages: Boot["languages"] }) {
  const deed = useDeed();
  const leave = () => {
    openedLink.value = null;
  };
  // A link is opened by previews and prefetching too: only a tap uses it up.
  const confirm = () =>
    void deed.run(async () => {
      await enroll(link);
      leave();
    });
  return (
    <main class="entrance">
      <div class="entrance-card stack">
        <Heading title={t("Make this device a till")} />
        <p>
          {t(
            "It is bound to the register that was chosen in the office. Staff then only type their code and password.",
          )}
        </p>
        {(waiting.value.length > 0 || unsent.value) && (
          <p class="notice">
            {t(
              "Sales on this device are not booked yet. Sign in where they were made first, if it is another store.",
            )}
          </p>
        )}
        <Failure failure={deed.failure} />
        <button type="button" class="button button--main" onClick={confirm} aria-busy={deed.isBusy}>
          {t("Enroll this device")}
        </button>
        <button type="button" class="button" onClick={leave}>
          {t("Leave it as it is")}
        </button>
        <Languages languages={languages} />
      </div>
    </main>
  );
}
