/** The goods on the list, with what each costs as the server last said. */
import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import type { QuoteLine } from "../api/shapes";
import type { DraftLine } from "../data/db";
import { t } from "../i18n";
import { announce } from "../state/announce";
import type { OpenSale } from "../state/open_sale";
import { may, money } from "../state/session";
import { leaveToScanField } from "../ui/focus";
import { percent } from "../ui/Receipt";
import { Stepper } from "../ui/Stepper";
import { MarkdownDialog } from "./MarkdownDialog";
import { byHand } from "./markdowns";

/** The goods a pickup brings with it: their quantities were settled when they were picked. */
export function FixedLines({ lines }: { lines: readonly QuoteLine[] }) {
  return (
    <ul class="lines" aria-label={t("Goods of the pickup")}>
      {lines.map((line) => (
        <li key={line.uid} class="line">
          <div>
            <b>{line.name}</b>
            <Sub priced={line} unitPriceMinor={line.unit_price_minor} taxRateBp={line.tax_rate_bp} />
          </div>
          <b class="num line-count">× {line.quantity}</b>
          <span class="amount num">{money(line.total_minor)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Lines({ sale, name }: { sale: OpenSale; name: string }) {
  const { lines } = sale.draft.value;
  const priced = new Map(sale.quote.value?.lines.map((line) => [line.uid, line]));
  return (
    <ul class="lines" aria-label={name}>
      {lines.map((line, place) => (
        <Line
          key={line.uid}
          sale={sale}
          line={line}
          priced={priced.get(line.uid)}
          trouble={troubleOf(sale.problem.value, place)}
        />
      ))}
    </ul>
  );
}

interface LineProps {
  sale: OpenSale;
  line: DraftLine;
  priced: QuoteLine | undefined;
  trouble: string | undefined;
}

function Line({ sale, line, priced, trouble }: LineProps) {
  const remove = (click: MouseEvent) => {
    leaveToScanField(click);
    const act = sale.remove(line.uid);
    announce(t("Taken off: %(name)s", { name: line.name }), { undo: { words: t("Put back"), act } });
  };
  const isFresh = sale.isFresh.value && priced?.quantity === line.quantity;
  return (
    <li class="line">
      <div>
        <b>{line.name}</b>
        <Sub priced={priced} unitPriceMinor={line.unitPriceMinor} taxRateBp={line.taxRateBp} />
        {trouble && (
          <p class="field__error" role="alert">
            {trouble}
          </p>
        )}
      </div>
      <Stepper
        name={line.name}
        value={line.quantity}
        onValue={(quantity) => sale.setQuantity(line.uid, quantity)}
        onRefused={(isRefused) => sale.noteQuantity(line.uid, isRefused)}
        onBelow={remove}
      />
      <Amount sale={sale} line={line} isFresh={isFresh}>
        {money(priced?.total_minor ?? line.unitPriceMinor * line.quantity)}
      </Amount>
    </li>
  );
}

interface AmountProps {
  sale: OpenSale;
  line: DraftLine;
  isFresh: boolean;
  children: string;
}

/** What a line comes to; a tap on it changes the price, where the person signed in may. */
function Amount({ sale, line, isFresh, children }: AmountProps) {
  const [isOpen, setOpen] = useState(false);
  if (sale.isHandOver || sale.draft.value.home || !may("mark_down")) {
    return (
      <span class="amount num" data-stale={!isFresh}>
        {children}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        class="amount amount--change num"
        data-stale={!isFresh}
        onClick={() => setOpen(true)}
        aria-label={t("%(amount)s, change the price of %(name)s", { amount: children, name: line.name })}
      >
        {children}
      </button>
      {isOpen && <MarkdownDialog sale={sale} line={line} onClose={() => setOpen(false)} />}
    </>
  );
}

interface SubProps {
  priced: QuoteLine | undefined;
  unitPriceMinor: number;
  taxRateBp: number;
}

function Sub({ priced, unitPriceMinor, taxRateBp }: SubProps) {
  const byHandMinor = priced ? byHand(priced) : 0;
  const couponMinor = (priced?.discount_minor ?? 0) - byHandMinor;
  return (
    <p class="small soft num">
      {money(unitPriceMinor)} ・ {percent(taxRateBp)}
      {byHandMinor > 0 && (
        <span class="off"> ・ {t("Markdown %(amount)s", { amount: money(-byHandMinor) })}</span>
      )}
      {couponMinor > 0 && (
        <span class="off"> ・ {t("Coupon %(amount)s", { amount: money(-couponMinor) })}</span>
      )}
    </p>
  );
}

/** What a refusal says about the line at this place. */
function troubleOf(problem: Problem | null, place: number): string | undefined {
  const own = new RegExp(`^(extra_)?lines\\.${place}(\\.|$)`);
  const error = problem?.errors.find((one) => own.test(one.field));
  if (error) return error.message;
  return problem?.field && own.test(problem.field) ? problem.message : undefined;
}

/** Whether a refusal is shown at one of the lines. */
export function isAboutLine(problem: Problem): boolean {
  return /^(extra_)?lines\.\d+/.test(problem.field ?? "");
}
