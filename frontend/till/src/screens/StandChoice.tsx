/** Choosing the store among hundreds, by a part of its name or code, and one of its registers. */
import { useState } from "preact/hooks";
import type { TillStore } from "../api/shapes";
import { t } from "../i18n";
import { Field } from "../ui/Field";
import type { Chosen } from "./SignIn";
import { storesFor } from "./stores";

const SHOWN = 6;

interface Props {
  stores: TillStore[];
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  /** Whether the register is settled by a sale that waits to be sent from it. */
  isFixed: boolean;
}

export function StandChoice({ stores, chosen, onChoose, isFixed }: Props) {
  const store = stores.find((one) => one.code === chosen.storeCode);
  const [isChanging, setChanging] = useState(!store);
  const choose = (next: TillStore) => {
    const [only, second] = next.registers;
    onChoose({ storeCode: next.code, registerCode: only && !second ? only.code : "" });
    setChanging(false);
  };
  if (!store || isChanging) return <StoreSearch stores={stores} onChoose={choose} />;
  return (
    <div class="stack">
      <div class="stand">
        <p>
          <span class="field__label">{t("Store")}</span>
          <b>{store.name}</b>
        </p>
        {!isFixed && (
          <button type="button" class="button" onClick={() => setChanging(true)}>
            {t("Choose another store")}
          </button>
        )}
      </div>
      <Registers store={store} chosen={chosen} onChoose={onChoose} isFixed={isFixed} />
    </div>
  );
}

function Registers({ store, chosen, onChoose, isFixed }: Omit<Props, "stores"> & { store: TillStore }) {
  return (
    <fieldset class="plain">
      <legend class="field__label">{t("Which register")}</legend>
      <div class="chips">
        {store.registers.map((register) => (
          <label key={register.code} class="chip">
            <input
              type="radio"
              name="register"
              value={register.code}
              checked={chosen.registerCode === register.code}
              disabled={isFixed && chosen.registerCode !== register.code}
              onChange={() => onChoose({ storeCode: store.code, registerCode: register.code })}
            />
            {register.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function StoreSearch({ stores, onChoose }: { stores: TillStore[]; onChoose: (store: TillStore) => void }) {
  const [words, setWords] = useState("");
  const found = storesFor(stores, words);
  return (
    <div class="stack">
      <Field
        id="store"
        label={t("Store")}
        hint={t("A part of its name, or its code")}
        value={words}
        onValue={setWords}
        autocomplete="off"
        spellcheck={false}
      />
      <p class="unseen" aria-live="polite">
        {t("Found: %(count)s", { count: found.length })}
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
