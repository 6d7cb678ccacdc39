/** Who stands at which register. The device remembers the register; a person brings the code and the password. */
import { useEffect, useState } from "preact/hooks";
import type { DeviceTold, TillStore } from "../api/shapes";
import * as till from "../api/till";
import type { Boot } from "../boot";
import type { Envelope } from "../data/db";
import { language, t } from "../i18n";
import { announce } from "../state/announce";
import { chooseLanguage, stand } from "../state/device";
import { drawerWords } from "../state/drawer_words";
import { enrolled, tellOffice } from "../state/enrolled";
import { unsent } from "../state/finishing";
import { enter, hasRunOut } from "../state/session";
import { waiting } from "../state/waiting";
import { startTraining } from "../training/enter";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { StandChoice } from "./StandChoice";
import { missingOf, type SignInField } from "./sign_in";
import { type Chosen, isListed, listedOf } from "./stores";

/** The button that signs in and begins training. */
const TO_TRAIN = "sign-in-to-train";

export function SignIn({ languages }: { languages: Boot["languages"] }) {
  const { stores, shopName, isDeviceNeeded, failure, reread } = useStores();
  const isRefusedHere = isDeviceNeeded && !enrolled.value;
  return (
    <main class="entrance">
      <div class="entrance-card">
        <p class="entrance-shop">
          <span class="noren" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {shopName}
        </p>
        <Heading title={t("Sign in at the till")} leavesFocus />
        {hasRunOut.value && (
          <p class="notice">{t("Your sign-in ran out. What you were ringing up is kept.")}</p>
        )}
        {unsent.value && stores && <p class="notice">{waitingWords(stores, unsent.value)}</p>}
        {waiting.value.length > 0 && (
          <p class="notice">
            {t("Sales of store %(store)s wait to be booked: %(count)s. Sign in there to send them.", {
              store: waiting.value[0]?.storeCode ?? "",
              count: waiting.value.length,
            })}
          </p>
        )}
        {drawerWords.value.length > 0 && (
          <p class="notice">
            {t(
              "What was done at the drawer in store %(store)s waits to be booked. Sign in there to send it.",
              {
                store: drawerWords.value[0]?.storeCode ?? "",
              },
            )}
          </p>
        )}
        {failure && (
          <>
            <Failure failure={failure} />
            <button type="button" class="button" onClick={reread}>
              {t("Try again")}
            </button>
          </>
        )}
        {stores && isRefusedHere && (
          <p class="notice">
            {t(
              "Only enrolled devices sign in here. Scan a code of the office: Settings, Devices of registers.",
            )}
          </p>
        )}
        {stores && !isRefusedHere && <SignInForm stores={stores} />}
        <Languages languages={languages} />
      </div>
    </main>
  );
}

/** What becomes of the paid sale that waits. */
function waitingWords(stores: TillStore[], waiting: Envelope): string {
  if (isListed(stores, waiting)) {
    return t("A paid sale of this register is not booked yet. It is sent as soon as you sign in here.");
  }
  return t(
    "A paid sale waits, but its register is gone (%(store)s-%(register)s). Sign in elsewhere, then set it aside.",
    { register: waiting.registerCode, store: waiting.storeCode },
  );
}

function useStores() {
  const [stores, setStores] = useState<TillStore[] | null>(null);
  const [shopName, setShopName] = useState("");
  const [isDeviceNeeded, setDeviceNeeded] = useState(false);
  const reading = useDeed();
  const reread = () =>
    void reading.run(async () => {
      const told = await till.listStores();
      setShopName(told.shop_name);
      setDeviceNeeded(told.is_device_needed);
      setStores(told.stores);
    });
  useEffect(reread, []);
  return { stores, shopName, isDeviceNeeded, failure: reading.failure, reread };
}

/** Where somebody signs in to begin with: an enrolled device serves its own register alone. */
function firstChosen(stores: TillStore[]): Chosen {
  const device = enrolled.value;
  if (device) return { storeCode: device.store.code, registerCode: device.register.code };
  return listedOf(stores, unsent.value ?? stand.value);
}

function SignInForm({ stores }: { stores: TillStore[] }) {
  const [chosen, setChosen] = useState<Chosen>(() => firstChosen(stores));
  const [staffCode, setStaffCode] = useState("");
  const [password, setPassword] = useState("");
  const [isAsked, setAsked] = useState(false);
  const deed = useDeed();
  const missing = missingOf({ ...chosen, staffCode, password });
  const lacks = (field: SignInField) => {
    const words = isAsked && missing.get(field);
    return words ? t(words) : undefined;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const trains = event.submitter?.id === TO_TRAIN;
    setAsked(true);
    const [first] = missing.keys();
    if (first) {
      document.getElementById(first)?.focus();
      return;
    }
    const sent = deed.run(async () => {
      await enter({
        staff_code: staffCode.normalize("NFKC").trim(),
        password,
        store_code: chosen.storeCode,
        register_code: chosen.registerCode,
        device_secret: enrolled.value?.secret ?? null,
      });
      const hurdle = trains && (await startTraining());
      if (hurdle) announce(hurdle);
    });
    // A device that was stopped is told why on a screen of its own.
    void sent.then((isDone) => (isDone ? undefined : tellOffice()));
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {enrolled.value ? (
        <Place device={enrolled.value} />
      ) : (
        <StandChoice
          stores={stores}
          chosen={chosen}
          onChoose={setChosen}
          isFixed={isListed(stores, unsent.value)}
          storeError={lacks("store")}
          registerError={lacks("register")}
        />
      )}
      <Field
        id="staff-code"
        label={t("Staff code")}
        value={staffCode}
        onValue={setStaffCode}
        error={lacks("staff-code") ?? deed.at("staff_code")}
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
        error={lacks("password") ?? deed.at("password")}
        autocomplete="current-password"
        maxLength={200}
      />
      <Failure failure={deed.failure} saidAt={["staff_code", "password"]} />
      <button type="submit" class="button button--main" aria-busy={deed.isBusy}>
        {t("Sign in")}
      </button>
      <button type="submit" id={TO_TRAIN} class="button" aria-busy={deed.isBusy}>
        {t("Sign in to train")}
      </button>
    </form>
  );
}

function Place({ device }: { device: DeviceTold }) {
  return (
    <div class="stand">
      <p>
        <span class="field__label">{t("Register of this device")}</span>
        <b>
          {device.store.name} {device.register.name}
        </b>
      </p>
    </div>
  );
}

export function Languages({ languages }: { languages: Boot["languages"] }) {
  return (
    <div class="chips" role="group" aria-label={t("Language")}>
      {languages.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          class="chip"
          lang={code}
          aria-pressed={language.value === code}
          onClick={() => void chooseLanguage(code)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
