/** What was handed in beside cash, and the ways to hand in more: each one tap away. */
import { isConnected } from "../api/client";
import type { TenderKind } from "../api/shapes";
import { t } from "../i18n";
import { money } from "../state/session";
import type { Handed } from "./tendering";

interface Props {
  handed: readonly Handed[];
  kinds: readonly TenderKind[];
  /** Why one of them cannot be taken, by its id. */
  wrong: { uid: string; words: string } | null;
  onRemove: (uid: string) => void;
}

/** The tenders that are noted; empty for cash alone. */
export function HandedList({ handed, kinds, wrong, onRemove }: Props) {
  if (handed.length === 0) return null;
  return (
    <ul class="handed" aria-label={t("Noted beside cash")}>
      {handed.map(({ uid, provider, amountMinor, reference, pieces }) => {
        const name = kinds.find(({ code }) => code === provider)?.name ?? provider;
        return (
          <li key={uid}>
            <span>
              <b>{pieces && pieces > 1 ? `${name} × ${pieces}` : name}</b>
              {reference && <span class="small soft num"> {reference}</span>}
            </span>
            <b class="num">{money(amountMinor)}</b>
            <button
              type="button"
              class="button button--plain"
              aria-label={t("Take off %(name)s, %(amount)s", { name, amount: money(amountMinor) })}
              onClick={() => onRemove(uid)}
            >
              {t("Take off")}
            </button>
            {wrong?.uid === uid && (
              <p class="field__error" role="alert">
                {wrong.words}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface WaysProps {
  kinds: readonly TenderKind[];
  onChoose: (kind: TenderKind) => void;
}

/** A button for each way beside cash; without a network those that a till may take alone. */
export function OtherWays({ kinds, onChoose }: WaysProps) {
  const offered = kinds.filter((kind) => isConnected.value || kind.most_alone_minor !== 0);
  if (offered.length === 0) return null;
  return (
    <div class="quick ways" role="group" aria-label={t("Other ways to pay")}>
      {offered.map((kind) => (
        <button key={kind.code} type="button" class="chip" onClick={() => onChoose(kind)}>
          {kind.name}
        </button>
      ))}
    </div>
  );
}
