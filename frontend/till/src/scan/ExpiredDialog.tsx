/** Asks before goods are taken whose package says that their day is over. */
import { t } from "../i18n";
import { Dialog } from "../ui/Dialog";
import type { Expired } from "./expiry";

export function ExpiredDialog({ expired: { variant, expiredOn, answer } }: { expired: Expired }) {
  return (
    <Dialog id="expired" title={t("This package is past its date")} onClose={() => answer(false)}>
      <div class="stack">
        <p>
          <b>{variant.name}</b>
        </p>
        <p class="notice notice--hot">{t("Use by %(day)s", { day: expiredOn.replaceAll("-", "/") })}</p>
        <div class="actions">
          <button type="button" class="button button--main" onClick={() => answer(false)}>
            {t("Do not take it")}
          </button>
          <button type="button" class="button" onClick={() => answer(true)}>
            {t("Take it all the same")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
