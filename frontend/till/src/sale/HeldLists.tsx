/** The lists that wait for customers who come back: a tap takes one up again. */
import type { Draft } from "../data/db";
import { t } from "../i18n";
import { say } from "../state/announce";
import { held, recall } from "../state/held";
import { moment, money } from "../state/session";

export function HeldLists() {
  if (held.value.length === 0) return null;
  return (
    <section class="held stack" aria-labelledby="held">
      <h2 id="held">{t("Held lists")}</h2>
      <ul class="stack">
        {held.value.map((draft) => (
          <li key={draft.uid}>
            <HeldList draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function HeldList({ draft }: { draft: Draft }) {
  const pieces = draft.lines.reduce((sum, line) => sum + line.quantity, 0);
  const takeUp = async () => {
    if (await recall(draft)) say(t("The list is taken up again."));
  };
  return (
    <button type="button" class="coupon coupon--offer" onClick={() => void takeUp()}>
      <span class="coupon-words">
        <b>{draft.lines[0]?.name}</b>
        <span class="small soft num">
          {draft.held && moment(draft.held.at)} ・ {t("%(count)s pieces", { count: pieces })}
          {draft.member && ` ・ ${draft.member.name}`}
        </span>
      </span>
      <span class="coupon-do">
        <b class="num">{money(draft.held?.totalMinor ?? 0)}</b> {t("Take up again")}
      </span>
    </button>
  );
}
