/** Who stands at which register. The device remembers the register; a person brings the code and the password. */
import { useEffect, useState } from "preact/hooks";
import type { TillStore } from "../api/shapes";
import * as till from "../api/till";
import type { Boot } from "../boot";
import type { Envelope } from "../data/db";
import { language, t } from "../i18n";
import { announce } from "../state/announce";
import { chooseLanguage, stand } from "../state/device";
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
  const { stores, shopName, failure, reread } = useStores();
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
        {failure && (
          <>
            <Failure failure={failure} />
            <button type="button" class="button" onClick={reread}>
              {t("Try again")}
            </button>
          </>
        )}
        {stores && <SignInForm stores={stores} />}
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
  const reading = useDeed();
  const reread = () =>
    void reading.run(async () => {
      const told = await till.listStores();
      setShopName(told.shop_name);
      setStores(told.stores);
    });
  useEffect(reread, []);
  return { stores, shopName, failure: reading.failure, reread };
}

function SignInForm({ stores }: { stores: TillStore[] }) {
  const [chosen, setChosen] = useState<Chosen>(() => listedOf(stores, unsent.value ?? stand.value));
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
    void deed.run(async () => {
      await enter({
        staff_code: staffCode.normalize("NFKC").trim(),
        password,
        store_code: chosen.storeCode,
        register_code: chosen.registerCode,
      });
      const hurdle = trains && (await startTraining());
      if (hurdle) announce(hurdle);
    });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <StandChoice
        stores={stores}
        chosen={chosen}
        onChoose={setChosen}
        isFixed={isListed(stores, unsent.value)}
        storeError={lacks("store")}
        registerError={lacks("register")}
      />
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
