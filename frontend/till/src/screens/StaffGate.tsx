/** Who goes on at this till: two touches and a PIN, or the password; the open sale waits behind it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { takeOverByPassword } from "../staff/by_password";
import { gate, lock, unlock } from "../staff/lock";
import { knownStaff, type Refusal, readKnownStaff, takeOverByPin } from "../staff/takeover";
import { announce } from "../state/announce";
import { session } from "../state/session";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";

export function StaffGate() {
  const [chosenUid, setChosenUid] = useState("");
  const [byPassword, setByPassword] = useState(false);
  useEffect(() => void readKnownStaff().catch(() => undefined), []);
  const isLocked = gate.value === "locked";
  const staff = knownStaff.value.filter(({ pin_set_at }) => pin_set_at !== null);
  const chosen = staff.find(({ uid }) => uid === chosenUid);
  const here = session.value;
  return (
    <main class="entrance">
      <div class="entrance-card stack">
        <p class="entrance-shop">
          {here?.store.name} {here?.register.name}
        </p>
        <Heading title={isLocked ? t("The till is locked") : t("Who goes on?")} />
        <p class="soft">{t("What is being rung up is kept.")}</p>
        {byPassword ? (
          <ByPassword onBack={() => setByPassword(false)} />
        ) : (
          <>
            {staff.length === 0 && (
              <p class="notice">{t("Nobody has a PIN for this till yet. It is set in the settings.")}</p>
            )}
            <div class="staff-choice" role="group" aria-label={t("Staff")}>
              {staff.map(({ uid, name }) => (
                <button
                  key={uid}
                  type="button"
                  class="chip"
                  aria-pressed={uid === chosenUid}
                  onClick={() => setChosenUid(uid)}
                >
                  {name}
                </button>
              ))}
            </div>
            {chosen && <ByPin key={chosen.uid} uid={chosen.uid} name={chosen.name} />}
            <div class="actions">
              <button type="button" class="button" onClick={() => setByPassword(true)}>
                {t("Sign in with the password")}
              </button>
              {!isLocked && (
                <>
                  {staff.some(({ uid }) => uid === here?.staff.uid) && (
                    <button type="button" class="button" onClick={() => void lock()}>
                      {t("Lock the till")}
                    </button>
                  )}
                  <button type="button" class="button" onClick={() => void unlock()}>
                    {t("Back")}
                  </button>
                </>
              )}
            </div>
          </>
        )}
      </div>
    </main>
  );
}

function ByPin({ uid, name }: { uid: string; name: string }) {
  const [pin, setPin] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const deed = useDeed();
  useEffect(() => document.getElementById("pin")?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!pin) return;
    setPin("");
    setRefusal(null);
    void deed.run(async () => {
      const why = await takeOverByPin(uid, pin.normalize("NFKC"));
      if (why) setRefusal(why);
      else await goOn();
    });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        id="pin"
        label={t("PIN of %(name)s", { name })}
        type="password"
        inputMode="numeric"
        autocomplete="off"
        maxLength={8}
        value={pin}
        onValue={setPin}
        error={refusal ? wordsOfRefusal(refusal) : deed.at("pin")}
      >
        <button type="submit" class="button button--main" aria-busy={deed.isBusy}>
          {t("Go on")}
        </button>
      </Field>
      <Failure failure={deed.failure} saidAt={["pin"]} />
    </form>
  );
}

/** Why a PIN did not do, where the server was not asked. */
function wordsOfRefusal(refusal: Refusal): string {
  switch (refusal.why) {
    case "wrong":
      return refusal.triesLeft > 0
        ? t("The PIN is wrong. Tries left: %(count)s", { count: refusal.triesLeft })
        : t("The PIN was wrong too often. Sign in with the password.");
    case "not_here":
      return t("Without a network this device cannot check this PIN.");
    case "over":
      return t(
        "Without a network this PIN is good for 14 hours after it was last used. Sign in with the password.",
      );
    case "sale_on_its_way":
      return t("A paid sale is still on its way. Somebody else can go on as soon as it is booked.");
  }
}

function ByPassword({ onBack }: { onBack: () => void }) {
  const [staffCode, setStaffCode] = useState("");
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const deed = useDeed();
  useEffect(() => document.getElementById("staff-code")?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    setRefusal(null);
    void deed.run(async () => {
      const why = await takeOverByPassword(staffCode.normalize("NFKC").trim(), password);
      if (why) setRefusal(why);
      else await goOn();
    });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        id="staff-code"
        label={t("Staff code")}
        value={staffCode}
        onValue={setStaffCode}
        error={refusal ? wordsOfRefusal(refusal) : deed.at("staff_code")}
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        inputMode="numeric"
        maxLength={16}
      />
      <Field
        id="password"
        label={t("Password")}
        type="password"
        value={password}
        onValue={setPassword}
        error={deed.at("password")}
        autocomplete="current-password"
        maxLength={200}
      />
      <Failure failure={deed.failure} saidAt={["staff_code", "password"]} />
      <div class="actions">
        <button type="button" class="button" onClick={onBack}>
          {t("Back")}
        </button>
        <button
          type="submit"
          class="button button--main"
          disabled={!staffCode.trim() || !password}
          aria-busy={deed.isBusy}
        >
          {t("Sign in")}
        </button>
      </div>
    </form>
  );
}

async function goOn(): Promise<void> {
  await unlock();
  announce(t("%(name)s goes on.", { name: session.peek()?.staff.name ?? "" }));
}
