/** A device that was locked, or whose place another one took: nobody sells here; whom to call, and what it still has. */
import type { Boot } from "../boot";
import { t } from "../i18n";
import { askOffice, enrolled, unsentHere } from "../state/enrolled";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { Languages } from "./SignIn";

export function Stopped({ languages }: { languages: Boot["languages"] }) {
  const deed = useDeed();
  const device = enrolled.value;
  if (!device) return null;
  const isReplaced = device.state === "replaced";
  return (
    <main class="entrance">
      <div class="entrance-card stack">
        <Heading
          title={isReplaced ? t("Another device stands at this register") : t("This device is locked")}
        />
        <p>
          {device.store.name} ・ {device.register.name} ・ {device.name}
        </p>
        <p>
          {isReplaced
            ? t("To use this one again, open a new link of the office on it.")
            : t("If you found it, please call the store.")}
        </p>
        {device.screen_note && <p class="notice">{device.screen_note}</p>}
        {device.store.phone && (
          <p>
            <a class="button" href={`tel:${device.store.phone}`}>
              {t("Call %(phone)s", { phone: device.store.phone })}
            </a>
          </p>
        )}
        {unsentHere.value > 0 && (
          <p role="status">
            {t("Sales on this device that are not booked: %(count)s. They stay here until they are sent.", {
              count: unsentHere.value,
            })}{" "}
            {device.state === "locked" && t("The office can let this device send them.")}
          </p>
        )}
        <Failure failure={deed.failure} />
        <button
          type="button"
          class="button button--main"
          onClick={() => void deed.run(askOffice)}
          aria-busy={deed.isBusy}
        >
          {t("Ask again")}
        </button>
        <Languages languages={languages} />
      </div>
    </main>
  );
}
