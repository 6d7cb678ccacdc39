/** What comes back, piece by piece, with its condition; the amount that is given back for it; and the one tap. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { NotConnected, Problem } from "../api/problem";
import type { Condition, ReturnDone, ReturnQuote, ReturnQuoteWish } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { Latest } from "../data/latest";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { money } from "../state/session";
import { APPROVER_FIELDS, Approver, useApprover } from "../ui/Approver";
import { useDeed } from "../ui/deed";
import { Failure, wordsOf } from "../ui/Failure";
import { Field } from "../ui/Field";
import { percent } from "../ui/Receipt";
import { Stepper } from "../ui/Stepper";
import {
  type BackRow,
  CONDITIONS,
  canSplit,
  cashOf,
  changed,
  chosen,
  freeOf,
  isReady,
  split,
  wishOf,
} from "./draft";
import { GivenBackList, referencesOf, type Slips, terminalWords } from "./GivenBack";

interface Props {
  orderUid: string | null;
  rows: readonly BackRow[];
  onRows: (rows: BackRow[]) => void;
  onDone: (done: ReturnDone) => void;
  /** The sale is not what the screen shows any more: somebody else took goods of it back. */
  onStale: () => void;
}

/** Refusals that mean that the sale changed since it was read. */
const STALE = new Set(["returned_already", "refund_changed", "return_uid_taken", "not_returnable"]);

export function ReturnForm({ orderUid, rows, onRows, onDone, onStale }: Props) {
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  // Kept until the server says what became of it: the same tap after a lost answer must not do it twice.
  const [uid, setUid] = useState(newUid);
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set());
  const [slips, setSlips] = useState<Slips>({});
  const deed = useDeed();
  const { quote, problem } = useReturnQuote(rows, orderUid);
  const approver = useApprover((quote?.needs_approval.length ?? 0) > 0);
  const isComplete = isReady(rows) && refused.size === 0 && reason.trim() !== "" && approver.isComplete;
  const confirm = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    approver.complain();
    if (!isComplete || !quote) return;
    void deed.run(async () => {
      try {
        const body = {
          ...wishOf(rows, orderUid),
          uid,
          reason: reason.trim(),
          expected_minor: quote.total_minor,
          references: referencesOf(slips),
        };
        const approvalUid = await approver.ask({ ...body, deed: "return_goods" });
        const done = await till.takeBack({ ...body, approval_uid: approvalUid });
        const cashMinor = cashOf(done);
        const words =
          cashMinor || done.booked.total_minor === 0
            ? t("Returned. Give back %(amount)s.", { amount: money(cashMinor) })
            : t("Returned. The money goes back as it was paid; give nothing back in cash.");
        announce(words, { isUrgent: true });
        onDone(done);
      } catch (error) {
        if (error instanceof Problem) setUid(newUid());
        if (error instanceof Problem && STALE.has(error.code)) onStale();
        throw error;
      }
    });
  };
  return (
    <form class="stack" onSubmit={confirm} noValidate>
      <ul class="picks" aria-label={t("What comes back")}>
        {rows.map((row) => (
          <Row
            key={row.key}
            row={row}
            free={freeOf(rows, row)}
            isNoteMissing={isAsked && row.quantity > 0 && row.condition === "discarded" && !row.note.trim()}
            canSplit={canSplit(rows, row)}
            onChange={(changes) => onRows(changed(rows, row.key, changes))}
            onSplit={() => onRows(split(rows, row.key))}
            onRefused={(isRefused) => setRefused((now) => noted(now, row.key, isRefused))}
          />
        ))}
      </ul>
      <Reason
        reason={reason}
        onReason={setReason}
        isMissing={isAsked && !reason.trim()}
        error={deed.at("reason")}
      />
      {isAsked && chosen(rows).length === 0 && (
        <p class="notice notice--hot" role="alert">
          {t("Say how many pieces come back.")}
        </p>
      )}
      {problem && (
        <p class="notice notice--hot" role="alert">
          {wordsOf(problem)}
        </p>
      )}
      <Amount quote={quote} />
      {quote && <GivenBackList refunds={quote.refunds} slips={slips} onSlips={setSlips} />}
      <Approver approver={approver} deed={deed} why={quote?.needs_approval} />
      <Failure failure={deed.failure} saidAt={["reason", ...(approver.isNeeded ? APPROVER_FIELDS : [])]} />
      <div class="actions">
        <button type="submit" class="button button--pay" aria-busy={deed.isBusy} disabled={!quote}>
          {wordsToDo(quote)}
        </button>
      </div>
    </form>
  );
}

/** The button never names an amount that is not to be taken out of the drawer. */
function wordsToDo(quote: ReturnQuote | null): string {
  if (!quote) return t("Give back");
  if (quote.cash_minor === quote.total_minor)
    return t("Give back %(amount)s", { amount: money(quote.total_minor) });
  return t("Take goods back");
}

function noted(now: ReadonlySet<string>, key: string, isRefused: boolean): ReadonlySet<string> {
  if (now.has(key) === isRefused) return now;
  const next = new Set(now);
  if (isRefused) next.add(key);
  else next.delete(key);
  return next;
}

/** What would be given back for the rows as they stand; null while nobody knows. */
function useReturnQuote(
  rows: readonly BackRow[],
  orderUid: string | null,
): { quote: ReturnQuote | null; problem: Problem | null } {
  const [quote, setQuote] = useState<ReturnQuote | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const asking = useMemo(
    () =>
      new Latest<ReturnQuoteWish, ReturnQuote>((wish, stop) => till.quoteReturn(wish, stop), {
        onAnswer: setQuote,
        onError: (error) => {
          if (error instanceof NotConnected) return true;
          if (!(error instanceof Problem)) throw error;
          setProblem(error);
          return false;
        },
      }),
    [],
  );
  const wish = wishOf(rows, orderUid);
  const asked = JSON.stringify({ ...wish, lines: wish.lines.map(plain), goods: wish.goods.map(plain) });
  useEffect(() => {
    setQuote(null);
    setProblem(null);
    if (chosen(rows).length) asking.wish(wish);
    else asking.cancel();
    return () => asking.cancel();
  }, [asked]);
  return { quote, problem };
}

/** Without the note, which changes no amount. */
function plain(line: { note?: string }): object {
  return { ...line, note: "" };
}

interface RowProps {
  row: BackRow;
  free: number;
  isNoteMissing: boolean;
  canSplit: boolean;
  onChange: (changes: Partial<BackRow>) => void;
  onSplit: () => void;
  onRefused: (isRefused: boolean) => void;
}

function Row({ row, free, isNoteMissing, canSplit: isSplittable, onChange, onSplit, onRefused }: RowProps) {
  const most = row.quantity + free;
  return (
    <li class="back" data-picked={row.quantity > 0}>
      <div class="back-head">
        <span class="back-name">
          <b>{row.name}</b>
          <span class="small soft num">
            {row.sku} ・ {money(row.unitPriceMinor)}
            {row.sold > 0 && ` ・ ${t("Sold: %(sold)s, left: %(left)s", { sold: row.sold, left: row.left })}`}
          </span>
        </span>
        {most > 0 ? (
          <Stepper
            name={row.name}
            value={row.quantity}
            least={0}
            most={most}
            onValue={(quantity) => onChange({ quantity })}
            onRefused={onRefused}
          />
        ) : (
          <span class="tag">{t("All returned")}</span>
        )}
      </div>
      {row.quantity > 0 && (
        <>
          <div class="chips" role="group" aria-label={t("Condition of %(name)s", { name: row.name })}>
            {CONDITIONS.map((condition) => (
              <button
                key={condition}
                type="button"
                class="chip"
                aria-pressed={row.condition === condition}
                onClick={() => onChange({ condition })}
              >
                {conditionWords(condition)}
              </button>
            ))}
          </div>
          {row.condition === "discarded" && (
            <Field
              id={`note-${row.key}`}
              label={t("Why are the goods not kept?")}
              value={row.note}
              onValue={(note) => onChange({ note })}
              error={isNoteMissing ? t("Say why the goods are not kept.") : undefined}
              maxLength={200}
            />
          )}
          {isSplittable && (
            <p>
              <button type="button" class="button button--plain" onClick={onSplit}>
                {t("One piece is in another condition")}
              </button>
            </p>
          )}
        </>
      )}
    </li>
  );
}

/** What becomes of goods, as staff say it. */
export function conditionWords(condition: Condition): string {
  const words: Record<Condition, string> = {
    resalable: t("For sale again"),
    damaged: t("Damaged"),
    checking: t("To be checked"),
    discarded: t("Not kept"),
  };
  return words[condition];
}

interface ReasonProps {
  reason: string;
  onReason: (reason: string) => void;
  isMissing: boolean;
  error: string | undefined;
}

function Reason({ reason, onReason, isMissing, error }: ReasonProps) {
  const usual = [t("The customer changed their mind"), t("Wrong size"), t("Defective"), t("Wrong goods")];
  return (
    <section class="stack" aria-labelledby="why-back">
      <h2 id="why-back">{t("Why does it come back?")}</h2>
      <div class="chips" role="group" aria-label={t("Usual reasons")}>
        {usual.map((words) => (
          <button
            key={words}
            type="button"
            class="chip"
            aria-pressed={reason === words}
            onClick={() => onReason(words)}
          >
            {words}
          </button>
        ))}
      </div>
      <Field
        id="return-reason"
        label={t("Reason")}
        value={reason}
        onValue={onReason}
        error={isMissing ? t("Say the reason.") : error}
        maxLength={200}
      />
    </section>
  );
}

function Amount({ quote }: { quote: ReturnQuote | null }) {
  const sent = quote?.refunds.filter((each) => each.is_sent) ?? [];
  const sentMinor = sent.reduce((sum, each) => sum + each.amount_minor, 0);
  return (
    <div class="totals card" data-stale={!quote}>
      {quote && (
        <ul class="rates small soft num">
          {quote.taxes.map((tax) => (
            <li key={tax.rate_bp}>
              {t("%(rate)s goods", { rate: percent(tax.rate_bp) })}{" "}
              {t("%(amount)s (tax %(tax)s)", { amount: money(tax.gross_minor), tax: money(tax.tax_minor) })}
            </li>
          ))}
          {quote.discount_minor > 0 && (
            <li>
              {t("Discount")} {money(-quote.discount_minor)}
            </li>
          )}
          {quote.points > 0 && <li>{t("Points taken back: %(points)s", { points: quote.points })}</li>}
        </ul>
      )}
      <p class="total">
        <span>{t("To give back")}</span>
        <output class="num" aria-live="polite" aria-atomic="true">
          {money(quote?.total_minor ?? 0)}
        </output>
      </p>
      {quote && quote.cash_minor < quote.total_minor && (
        <p class="notice">
          {sentMinor > 0 && t("%(amount)s goes back as it was paid.", { amount: money(sentMinor) })}{" "}
          {terminalWords(quote.refunds).join(" ")}{" "}
          {quote.cash_minor > 0
            ? t("Give back %(amount)s in cash.", { amount: money(quote.cash_minor) })
            : t("Give nothing back in cash.")}
        </p>
      )}
    </div>
  );
}
