/** The goods on the list, with what each costs as the server last said. */
import type { Problem } from "../api/problem";
import type { QuoteLine } from "../api/shapes";
import type { DraftLine } from "../data/db";
import { t } from "../i18n";
import { announce } from "../state/announce";
import type { OpenSale } from "../state/open_sale";
import { money } from "../state/session";
import { leaveToScanField } from "../ui/focus";
import { percent } from "../ui/Receipt";
import { Stepper } from "../ui/Stepper";

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
      <span class="amount num" data-stale={!isFresh}>
        {money(priced?.total_minor ?? line.unitPriceMinor * line.quantity)}
      </span>
    </li>
  );
}

interface SubProps {
  priced: QuoteLine | undefined;
  unitPriceMinor: number;
  taxRateBp: number;
}

function Sub({ priced, unitPriceMinor, taxRateBp }: SubProps) {
  return (
    <p class="small soft num">
      {money(unitPriceMinor)} ・ {percent(taxRateBp)}
      {priced && priced.discount_minor > 0 && (
        <span class="off"> ・ {t("Coupon %(amount)s", { amount: money(-priced.discount_minor) })}</span>
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
