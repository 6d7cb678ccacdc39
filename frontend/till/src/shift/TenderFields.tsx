/** What is counted beside coins and notes: certificates by number and sum, of a terminal the total it prints. */
import type { Shift, TenderCount, TenderKind } from "../api/shapes";
import { t } from "../i18n";
import { parseMoney } from "../money";
import { currency, money } from "../state/session";
import { Field } from "../ui/Field";
import { differenceWords } from "./words";

/** As typed, by the code of the kind: the sum, and of certificates how many. */
export type TypedTenders = Readonly<Record<string, { sum: string; pieces: string }>>;

interface Props {
  kinds: readonly TenderKind[];
  typed: TypedTenders;
  onTyped: (typed: TypedTenders) => void;
  /** What should be there; null for who counts blind. */
  held: NonNullable<Shift["report"]>["held"] | null;
}

const EMPTY = { sum: "", pieces: "" };

export function TenderFields({ kinds, typed, onTyped, held }: Props) {
  if (kinds.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="tenders-title">
      <h2 id="tenders-title">{t("Beside cash")}</h2>
      {kinds.map((kind) => {
        const mine = typed[kind.code] ?? EMPTY;
        const expected = held?.find(({ provider }) => provider === kind.code)?.expected_minor ?? 0;
        const counted = parseMoney(mine.sum, currency());
        const change = (part: Partial<typeof mine>) =>
          onTyped({ ...typed, [kind.code]: { ...mine, ...part } });
        return (
          <div key={kind.code} class="tender-count">
            <Field
              id={`tender-${kind.code}`}
              label={
                kind.form === "voucher"
                  ? t("%(name)s: sum", { name: kind.name })
                  : t("%(name)s: total of the terminal", { name: kind.name })
              }
              value={mine.sum}
              onValue={(sum) => change({ sum })}
              inputMode="numeric"
              autocomplete="off"
              maxLength={12}
              hint={held ? t("Expected: %(amount)s", { amount: money(expected) }) : undefined}
              error={
                mine.sum !== "" && counted === null
                  ? t("This is not an amount of money.")
                  : held && counted !== null && counted !== expected
                    ? differenceWords(counted - expected)
                    : undefined
              }
            />
            {kind.form === "voucher" && (
              <Field
                id={`tender-${kind.code}-pieces`}
                label={t("%(name)s: how many", { name: kind.name })}
                value={mine.pieces}
                onValue={(pieces) => change({ pieces })}
                inputMode="numeric"
                autocomplete="off"
                maxLength={6}
              />
            )}
          </div>
        );
      })}
    </section>
  );
}

/** The counts as the API takes them; a kind with nothing typed was not counted. Null where one cannot be read. */
export function tenderCounts(kinds: readonly TenderKind[], typed: TypedTenders): TenderCount[] | null {
  const counts: TenderCount[] = [];
  for (const { code } of kinds) {
    const { sum, pieces } = typed[code] ?? EMPTY;
    if (!sum.trim()) continue;
    const counted = parseMoney(sum, currency());
    const plain = pieces.normalize("NFKC").trim();
    if (counted === null || !/^\d{0,6}$/.test(plain)) return null;
    counts.push({ provider: code, counted_minor: counted, pieces: plain ? Number(plain) : null });
  }
  return counts;
}

/** Whether a count differs from what should be there. */
export function doDiffer(counts: readonly TenderCount[], held: Props["held"]): boolean {
  if (!held) return false;
  return counts.some(
    ({ provider, counted_minor }) =>
      counted_minor !== (held.find((each) => each.provider === provider)?.expected_minor ?? 0),
  );
}
