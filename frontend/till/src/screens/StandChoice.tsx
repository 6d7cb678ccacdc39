/** Choosing the store among hundreds, by a part of its name or code, and one of its registers. */
import { useState } from "preact/hooks";
import type { TillStore } from "../api/shapes";
import { t } from "../i18n";
import { Field } from "../ui/Field";
import { type Chosen, countFound, storesFor } from "./stores";

const SHOWN = 6;

interface Props {
  stores: TillStore[];
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  /** Whether the register is settled by a sale that waits to be sent from it. */
  isFixed: boolean;
  /** What is missing, in words. */
  storeError: string | undefined;
  registerError: string | undefined;
}

export function StandChoice({ stores, chosen, onChoose, isFixed, storeError, registerError }: Props) {
  const store = stores.find((one) => one.code === chosen.storeCode);
  const choose = (next: TillStore) => {
    const [only, second] = next.registers;
    onChoose({ storeCode: next.code, registerCode: only && !second ? only.code : "" });
    focusOn("register");
  };
  const chooseAnew = () => {
    onChoose({ storeCode: "", registerCode: "" });
    focusOn("store");
  };
  if (!store) return <StoreSearch stores={stores} onChoose={choose} error={storeError} />;
  return (
    <div class="stack">
      <div class="stand">
        <p>
          <span class="field__label">{t("Store")}</span>
          <b>{store.name}</b>
        </p>
        {!isFixed && (
          <button type="button" class="button" onClick={chooseAnew}>
            {t("Choose another store")}
          </button>
        )}
      </div>
      <Registers store={store} chosen={chosen} onChoose={onChoose} isFixed={isFixed} error={registerError} />
    </div>
  );
}

interface RegistersProps extends Pick<Props, "chosen" | "onChoose" | "isFixed"> {
  store: TillStore;
  error: string | undefined;
}

function Registers({ store, chosen, onChoose, isFixed, error }: RegistersProps) {
  const described = error ? "register-error" : undefined;
  return (
    <fieldset class="plain" role="radiogroup" aria-invalid={error ? "true" : undefined}>
      <legend class="field__label">{t("Which register")}</legend>
      <div class="chips">
        {store.registers.map((register, place) => (
          <label key={register.code} class="chip">
            <input
              id={place === 0 ? "register" : undefined}
              type="radio"
              name="register"
              aria-describedby={described}
              value={register.code}
              checked={chosen.registerCode === register.code}
              disabled={isFixed && chosen.registerCode !== register.code}
              onChange={() => onChoose({ storeCode: store.code, registerCode: register.code })}
            />
            {register.name}
          </label>
        ))}
      </div>
      {error && (
        <p class="field__error" id="register-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface SearchProps {
  stores: TillStore[];
  onChoose: (store: TillStore) => void;
  error: string | undefined;
}

function StoreSearch({ stores, onChoose, error }: SearchProps) {
  const [words, setWords] = useState("");
  const found = storesFor(stores, words);
  const count = countFound(stores, words);
  const [only, second] = found;
  // Enter takes the one store that was found; else it asks for the sign-in like in every other field.
  const takeOnly = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing || count === null || !only || second) return;
    event.preventDefault();
    onChoose(only);
  };
  return (
    <div class="stack">
      <Field
        id="store"
        label={t("Store")}
        hint={t("A part of its name, or its code")}
        value={words}
        onValue={setWords}
        onKeyDown={takeOnly}
        error={error}
        autocomplete="off"
        spellcheck={false}
      />
      <p class="unseen" aria-live="polite">
        {count === null ? "" : t("Found: %(count)s", { count })}
      </p>
      <ul class="store-list">
        {found.slice(0, SHOWN).map((store) => (
          <li key={store.code}>
            <button type="button" class="button" onClick={() => onChoose(store)}>
              {store.name} <span class="soft small">{store.code}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="notice">{t("No store has this name or code.")}</p>}
      {found.length > SHOWN && <p class="small soft">{t("Type more to see the others.")}</p>}
    </div>
  );
}

/** The focus goes to what comes next: the button that was pressed is gone. */
function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
