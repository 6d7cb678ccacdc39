/** By what money goes back, with a field for the number of each terminal's slip. */
import type { GivenBack as Given, SlipReference } from "../api/shapes";
import { t } from "../i18n";
import { money } from "../state/session";
import { Field } from "../ui/Field";

/** Numbers of slips as typed, by the code of the kind. */
export type Slips = Readonly<Record<string, string>>;

/** What goes back on terminals or as certificates, beside cash and what providers send. */
export function onTerminals(refunds: readonly Given[]): Given[] {
  return refunds.filter((each) => !each.is_sent && each.name !== "");
}

/** What staff give back themselves beside cash, a sentence each: certificates whole, with what was kept of them. */
export function terminalWords(refunds: readonly Given[]): string[] {
  return onTerminals(refunds).map(({ name, amount_minor, kept_minor, is_voucher }) => {
    const amount = money(amount_minor + kept_minor);
    return is_voucher
      ? t("%(name)s: hand back certificates of %(amount)s.", { name, amount })
      : t("%(name)s: give back %(amount)s there.", { name, amount });
  });
}

/** The numbers that were typed, as they are sent. */
export function referencesOf(slips: Slips): SlipReference[] {
  return Object.entries(slips)
    .map(([provider, typed]) => ({ provider, reference: typed.trim() }))
    .filter(({ reference }) => reference !== "");
}

interface Props {
  refunds: readonly Given[];
  slips: Slips;
  onSlips: (slips: Slips) => void;
}

export function GivenBackList({ refunds, slips, onSlips }: Props) {
  const here = onTerminals(refunds).filter((each) => !each.is_voucher);
  if (here.length === 0) return null;
  return (
    <section class="card stack" aria-label={t("By what it goes back")}>
      {here.map(({ provider, name, amount_minor, reference }) => (
        <Field
          key={provider}
          id={`slip-${provider}`}
          label={t("%(name)s: give back %(amount)s, slip number", { name, amount: money(amount_minor) })}
          hint={reference ? t("It was paid by slip %(number)s.", { number: reference }) : undefined}
          value={slips[provider] ?? ""}
          onValue={(typed) => onSlips({ ...slips, [provider]: typed })}
          inputMode="numeric"
          autocomplete="off"
          maxLength={40}
        />
      ))}
    </section>
  );
}
