/** The PIN of who is signed in, and when the till locks itself. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { chooseLock, chooseStaff, LOCK_CHOICES, lockAfterMinutes } from "../staff/lock";
import { knownStaff, setOwnPin } from "../staff/takeover";
import { announce } from "../state/announce";
import { session } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";

export function PinSettings() {
  const uid = session.value?.staff.uid;
  const hasPin = knownStaff.value.some((one) => one.uid === uid && one.pin_set_at !== null);
  return (
    <section class="card stack">
      <h2>{t("PIN and lock")}</h2>
      <p>
        {hasPin
          ? t("You have a PIN: with it you take over this till in a moment.")
          : t("With a PIN you take over this till in a moment, without your password.")}
      </p>
      <OwnPin hasPin={hasPin} />
      <div class="chips" role="group" aria-label={t("Lock when nobody touches the till")}>
        {LOCK_CHOICES.map((minutes) => (
          <button
            key={minutes}
            type="button"
            class="chip"
            aria-pressed={lockAfterMinutes.value === minutes}
            onClick={() => void chooseLock(minutes)}
          >
            {minutes === 0 ? t("Never lock") : t("Lock after %(count)s min", { count: minutes })}
          </button>
        ))}
      </div>
      <p class="small soft">
        {t(
          "It locks itself only when this device can check your PIN without a network too: once you used it here.",
        )}
      </p>
      <p>
        <button type="button" class="button" onClick={chooseStaff}>
          {t("Somebody else goes on")}
        </button>
      </p>
    </section>
  );
}

function OwnPin({ hasPin }: { hasPin: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const [pin, setPin] = useState("");
  const deed = useDeed();
  const submit = (event: Event) => {
    event.preventDefault();
    void deed.run(async () => {
      await setOwnPin(password, pin.normalize("NFKC"));
      setOpen(false);
      setPassword("");
      setPin("");
      announce(t("Your PIN is set."));
    });
  };
  if (!isOpen) {
    return (
      <p>
        <button type="button" class="button" onClick={() => setOpen(true)}>
          {hasPin ? t("Change your PIN") : t("Set a PIN")}
        </button>
      </p>
    );
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        id="own-password"
        label={t("Password")}
        type="password"
        autocomplete="current-password"
        maxLength={200}
        value={password}
        onValue={setPassword}
        error={deed.at("password")}
      />
      <Field
        id="own-pin"
        label={t("New PIN, four to eight digits")}
        type="password"
        inputMode="numeric"
        autocomplete="off"
        maxLength={8}
        value={pin}
        onValue={setPin}
        error={deed.at("pin")}
      />
      <Failure failure={deed.failure} saidAt={["password", "pin"]} />
      <div class="actions">
        <button type="button" class="button" onClick={() => setOpen(false)}>
          {t("Back")}
        </button>
        <button
          type="submit"
          class="button button--main"
          disabled={!password || !pin}
          aria-busy={deed.isBusy}
        >
          {t("Set the PIN")}
        </button>
      </div>
    </form>
  );
}
