/** Goods that are sent home: for what this store lacks, or what nobody wants to carry. It needs the network. */
import { useEffect, useState } from "preact/hooks";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { DeliveryTerms, Home } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";
import { money } from "../state/session";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";

const EMPTY: Home = {
  name: "",
  postal_code: "",
  prefecture: "",
  city: "",
  line1: "",
  line2: "",
  phone: "",
  day: null,
  slot: "",
};
const NEEDED = ["name", "postal_code", "prefecture", "city", "line1", "phone"] as const;

export function SendHome({ sale }: { sale: OpenSale }) {
  const [terms, setTerms] = useState<DeliveryTerms | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    till
      .deliveryTerms()
      .then(setTerms)
      .catch((error: unknown) => {
        // Nothing is offered until it is known; who is no longer signed in is asked to by the client.
        if (!(error instanceof NotConnected || error instanceof Problem)) throw error;
      });
  }, []);
  const home = sale.draft.value.home ?? null;
  if (!terms?.is_offered && !home) return null;
  const canAsk = isConnected.value && terms !== null;
  return (
    <section class="card stack" aria-label={t("Send home")}>
      {home ? (
        <>
          <p>
            <span class="tag tag--few">{t("Sent home")}</span> <b>{home.name}</b>
          </p>
          <p class="small">
            {home.postal_code} {home.prefecture}
            {home.city}
            {home.line1} {home.line2}
          </p>
          <p class="small soft">{t("The customer takes nothing along: the stores that have it send it.")}</p>
          <div class="actions">
            <button type="button" class="button" onClick={() => sale.setHome(null)}>
              {t("Hand over instead")}
            </button>
            <button type="button" class="button" disabled={!canAsk} onClick={() => setOpen(true)}>
              {t("Change the address")}
            </button>
          </div>
        </>
      ) : (
        <button
          type="button"
          class="button"
          disabled={!canAsk || sale.isEmpty.value}
          onClick={() => setOpen(true)}
        >
          {t("Send home")}
        </button>
      )}
      {!isConnected.value && (
        <p class="small soft" role="status">
          {t("Sending home needs the network: other stores must be asked.")}
        </p>
      )}
      {isOpen && terms && (
        <HomeDialog
          terms={terms}
          home={home ?? { ...EMPTY, name: sale.draft.value.member?.name ?? "" }}
          onTake={(taken) => {
            sale.setHome(taken);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  );
}

interface DialogProps {
  terms: DeliveryTerms;
  home: Home;
  onTake: (home: Home) => void;
  onClose: () => void;
}

function HomeDialog({ terms, home, onTake, onClose }: DialogProps) {
  const [typed, setTyped] = useState<Home>(home);
  const [isTried, setTried] = useState(false);
  const set = (part: keyof Home) => (value: string) => setTyped({ ...typed, [part]: value });
  const missing = (part: (typeof NEEDED)[number]) =>
    isTried && !typed[part].trim() ? t("This is needed.") : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (NEEDED.every((part) => typed[part].trim())) onTake({ ...typed, day: typed.day || null });
  };
  return (
    <Dialog id="home" title={t("Send home")} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        <p class="small soft">
          {terms.free_from_minor == null
            ? t("The fee is %(fee)s.", { fee: money(terms.fee_minor) })
            : t("The fee is %(fee)s, none from %(from)s of goods.", {
                fee: money(terms.fee_minor),
                from: money(terms.free_from_minor),
              })}
        </p>
        <Field
          id="home-name"
          label={t("Name on the parcel")}
          value={typed.name}
          onValue={set("name")}
          error={missing("name")}
          maxLength={120}
        />
        <Field
          id="home-postal"
          label={t("Postal code")}
          value={typed.postal_code}
          onValue={set("postal_code")}
          error={missing("postal_code")}
          inputMode="numeric"
          maxLength={12}
        />
        <Choice
          id="home-prefecture"
          label={t("Prefecture")}
          value={typed.prefecture}
          onValue={set("prefecture")}
          error={missing("prefecture")}
          choices={[
            { code: "", words: "–" },
            ...terms.prefectures.map((name) => ({ code: name, words: name })),
          ]}
        />
        <Field
          id="home-city"
          label={t("City or ward")}
          value={typed.city}
          onValue={set("city")}
          error={missing("city")}
          maxLength={80}
        />
        <Field
          id="home-line1"
          label={t("Street and number")}
          value={typed.line1}
          onValue={set("line1")}
          error={missing("line1")}
          maxLength={120}
        />
        <Field
          id="home-line2"
          label={t("Building and room")}
          value={typed.line2 ?? ""}
          onValue={set("line2")}
          maxLength={120}
        />
        <Field
          id="home-phone"
          label={t("Phone")}
          value={typed.phone}
          onValue={set("phone")}
          error={missing("phone")}
          type="tel"
          inputMode="tel"
          maxLength={32}
        />
        <Choice
          id="home-day"
          label={t("Day")}
          value={typed.day ?? ""}
          onValue={set("day")}
          choices={terms.days}
        />
        <Choice
          id="home-slot"
          label={t("Time")}
          value={typed.slot ?? ""}
          onValue={set("slot")}
          choices={terms.slots}
        />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("Back")}
          </button>
          <button type="submit" class="button button--pay">
            {t("Send it there")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  error?: string | undefined;
  choices: readonly { code: string; words: string }[];
}

function Choice({ id, label, value, onValue, error, choices }: ChoiceProps) {
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      >
        {choices.map(({ code, words }) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
      {error && (
        <p class="field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
