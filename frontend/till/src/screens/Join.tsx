/** Signing a member up: a name, and a phone or an e-mail to be found by. */
import { useMemo, useState } from "preact/hooks";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { language, t } from "../i18n";
import { announce } from "../state/announce";
import { go, hashOf } from "../state/route";
import type { Text } from "../texts";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";

const FIELDS = ["family_name", "given_name", "family_kana", "given_kana", "phone", "email"] as const;
type Name = (typeof FIELDS)[number];

const LABELS: Record<Name, Text> = {
  family_name: "Family name",
  given_name: "Given name",
  family_kana: "Family name (kana)",
  given_kana: "Given name (kana)",
  phone: "Phone",
  email: "E-mail",
};
const EMPTY: Record<Name, string> = {
  family_name: "",
  given_name: "",
  family_kana: "",
  given_kana: "",
  phone: "",
  email: "",
};

export function Join() {
  // Made once for this form: pressing the button again after a lost answer cannot make a second member.
  const uid = useMemo(newUid, []);
  const [values, setValues] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const deed = useDeed();
  const missing = missingIn(values);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const first = FIELDS.find((name) => missing[name]);
    if (first) {
      document.getElementById(first)?.focus();
      return;
    }
    void deed.run(async () => {
      const member = await till.joinMember({
        uid,
        ...values,
        birth_date: null,
        home_store_code: null,
        language: language.value === "ja" ? "ja" : "en",
      });
      announce(t("%(name)s is a member now.", { name: member.name }));
      go({ screen: "member", uid: member.uid });
    });
  };
  return (
    <main class="page">
      <Heading title={t("Sign up a new member")} />
      <form class="card form" onSubmit={submit} noValidate>
        {FIELDS.map((name) => (
          <Field
            key={name}
            id={name}
            label={t(LABELS[name])}
            value={values[name]}
            onValue={(value) => setValues({ ...values, [name]: value })}
            error={deed.at(name) ?? (isTried ? missing[name] : undefined)}
            {...INPUTS[name]}
          />
        ))}
        <p class="small soft form-wide">
          {t("A phone number or an e-mail address is needed, to find the member again.")}
        </p>
        <div class="form-wide">
          <Failure failure={deed.failure} saidAt={FIELDS} />
        </div>
        <div class="actions form-wide">
          <a class="button" href={hashOf({ screen: "members" })}>
            {t("Back")}
          </a>
          <button type="submit" class="button button--pay" aria-busy={deed.isBusy}>
            {t("Sign up")}
          </button>
        </div>
      </form>
    </main>
  );
}

// Off, not the browser's own memory: the last customer's data must not be offered to the next.
const INPUTS = {
  family_name: { maxLength: 60, autocomplete: "off", required: true },
  given_name: { maxLength: 60, autocomplete: "off" },
  family_kana: { maxLength: 60, autocomplete: "off" },
  given_kana: { maxLength: 60, autocomplete: "off" },
  phone: { maxLength: 32, autocomplete: "off", type: "tel", inputMode: "tel" },
  email: { maxLength: 254, autocomplete: "off", type: "email", inputMode: "email", autocapitalize: "off" },
} as const;

/** What the form itself can tell is missing; the server checks the rest. */
function missingIn(values: Record<Name, string>): Partial<Record<Name, string>> {
  const missing: Partial<Record<Name, string>> = {};
  if (!values.family_name.trim()) missing.family_name = t("Enter a name.");
  if (!values.phone.trim() && !values.email.trim())
    missing.phone = t("Enter a phone number or an e-mail address.");
  return missing;
}
