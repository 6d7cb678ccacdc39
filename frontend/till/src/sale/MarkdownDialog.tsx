/** Another price, or something off a line or the whole sale, with the reason; and what is taken off already. */
import { useState } from "preact/hooks";
import type { Markdown } from "../api/shapes";
import type { DraftLine } from "../data/db";
import { t } from "../i18n";
import { parseMoney } from "../money";
import { announce } from "../state/announce";
import type { OpenSale } from "../state/open_sale";
import { currency, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { Field } from "../ui/Field";
import { ReasonDialog } from "../ui/ReasonDialog";
import { parsePercent, standing } from "./markdowns";

type Kind = Markdown["kind"];

interface Props {
  sale: OpenSale;
  /** Null for the whole sale. */
  line: DraftLine | null;
  onClose: () => void;
}

export function MarkdownDialog({ sale, line, onClose }: Props) {
  const kinds: readonly Kind[] = line ? ["percent", "amount", "price"] : ["percent", "amount"];
  const [kind, setKind] = useState<Kind>("percent");
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const deed = useDeed();
  const value = typedValue(kind, typed, line);
  const confirm = (reason: string) => {
    if (value === null) return;
    sale.markDown({ line_uid: line?.uid ?? null, kind, value, reason });
    announce(t("Taken off, with the reason."));
    onClose();
  };
  const given = standing(sale.draft.value).filter((one) => (one.line_uid ?? null) === (line?.uid ?? null));
  return (
    <ReasonDialog
      id="markdown"
      title={line ? t("Change the price of %(name)s", { name: line.name }) : t("Take off the whole sale")}
      usual={[t("Damaged"), t("Best-before date is near"), t("Display piece"), t("Wrong price tag")]}
      confirm={t("Mark it down")}
      deed={deed}
      onTry={() => setTried(true)}
      onConfirm={confirm}
      onClose={onClose}
    >
      {line && <p class="num">{t("List price %(amount)s", { amount: money(line.unitPriceMinor) })}</p>}
      {given.length > 0 && (
        <ul class="stack" aria-label={t("Taken off already")}>
          {given.map((one) => (
            <li key={`${one.kind} ${one.value}`} class="markdown-given">
              <span>
                {saidOf(one)} ・ {one.reason}
              </span>
              <button type="button" class="button" onClick={() => sale.dropMarkdown(one)}>
                {t("Undo")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="chips" role="group" aria-label={t("How")}>
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            {wordsOf(one)}
          </button>
        ))}
      </div>
      <Field
        id="markdown-value"
        label={wordsOf(kind)}
        value={typed}
        onValue={setTyped}
        error={isTried && value === null ? faultOf(kind) : undefined}
        inputMode="numeric"
        autocomplete="off"
        maxLength={14}
      />
    </ReasonDialog>
  );
}

/** Basis points or minor units that were typed, or null. */
function typedValue(kind: Kind, typed: string, line: DraftLine | null): number | null {
  if (kind === "percent") return parsePercent(typed);
  const minor = parseMoney(typed, currency());
  if (minor === null) return null;
  if (kind === "price") return line && minor < line.unitPriceMinor ? minor : null;
  return minor > 0 ? minor : null;
}

function wordsOf(kind: Kind): string {
  if (kind === "percent") return t("Percent off");
  return kind === "amount" ? t("Amount off") : t("New price of a piece");
}

function faultOf(kind: Kind): string {
  if (kind === "percent") return t("Type a percentage from 0.01 to 100.");
  return kind === "amount" ? t("Type an amount.") : t("Type a price below the list price.");
}

function saidOf({ kind, value }: Markdown): string {
  if (kind === "percent") return t("%(percent)s percent off", { percent: value / 100 });
  if (kind === "amount") return t("%(amount)s off", { amount: money(value) });
  return t("New price %(amount)s", { amount: money(value) });
}
