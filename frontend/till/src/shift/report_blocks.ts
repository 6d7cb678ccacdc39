/** An X or Z report, from top to bottom: the same on the screen, on the browser's paper and on the printer's. */
import type { Shift, ShiftReport } from "../api/shapes";
import { t } from "../i18n";
import type { Block } from "../printer/document";
import { count, money, session, stamp } from "../state/session";
import { PRACTICE_MARK } from "../training/mark";
import { isTraining } from "../training/world";
import { percent } from "../ui/Receipt";
import { cashRows } from "./counting";
import { differenceWords, purposeWords, rowWords } from "./words";

type Check = Shift["checks"][number];
type Row = Extract<Block, { name: string }>;
const RULE: Block = { kind: "rule" };

/** Lays a report out; with a check it is of a shift that goes on. Its parts stand between rules. */
export function reportBlocks(shift: Shift, check?: Check): Block[] {
  const report = check ? check.report : shift.report;
  const parts = [
    head(shift, check),
    moments(shift, check),
    ...(report ? figures(report) : []),
    drawer(shift, check),
    held(report?.held ?? []),
    !check && shift.closing_counts ? counted(shift.closing_counts) : [],
    moves(shift),
    foot(check),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, place) => (place ? [RULE, ...part] : part));
}

/** What a report is called. */
export function reportTitle(check?: Check): string {
  return check ? t("Check (X)") : t("Settlement (Z)");
}

function head(shift: Shift, check?: Check): Block[] {
  const here = session.value;
  return [
    ...(isTraining.value ? [{ kind: "title", text: PRACTICE_MARK } as const] : []),
    { kind: "bold", text: here?.terms.shop_name ?? "" },
    { kind: "center", text: `${here?.store.name ?? ""} ${shift.register_name}` },
    { kind: "title", text: reportTitle(check) },
  ];
}

function moments(shift: Shift, check?: Check): Row[] {
  return [
    row(t("Shift no."), String(shift.number)),
    row(t("Opened at"), `${stamp(shift.opened_at)} ${shift.opened_by}`),
    ...(check ? [row(t("Checked at"), `${stamp(check.checked_at)} ${check.staff_name}`)] : []),
    ...(shift.closed_at ? [row(t("Closed at"), `${stamp(shift.closed_at)} ${shift.closed_by}`)] : []),
  ];
}

function figures(report: ShiftReport): Block[][] {
  return [
    [
      figure(t("Sales"), report.sales),
      figure(t("Returns"), report.returns, -1),
      figure(t("Voids"), report.voids, -1),
      strong(t("Total"), money(report.total_minor)),
      figure(t("Discounts in it"), report.discounts, -1),
    ],
    report.taxes.map((rate) =>
      row(
        t("%(rate)s goods", { rate: percent(rate.rate_bp) }),
        t("%(amount)s (tax %(tax)s)", { amount: money(rate.gross_minor), tax: money(rate.tax_minor) }),
      ),
    ),
    [
      ...report.tenders.map((tender) =>
        row(
          tender.name || (tender.provider === "cash" ? t("Paid in cash") : t("Paid online")),
          money(tender.taken_minor - tender.given_back_minor),
        ),
      ),
      row(t("Points given"), count(report.points)),
      row(t("Coupons used"), count(report.coupons)),
      row(t("Receipts"), count(report.receipts)),
      ...(report.receipts > 1
        ? [row(t("First and last"), `${report.first_receipt} – ${report.last_receipt}`)]
        : []),
    ],
  ];
}

function drawer(shift: Shift, check?: Check): Block[] {
  const report = check ? check.report : shift.report;
  const counted = check ? check.counted_minor : shift.counted_minor;
  const difference = check ? check.difference_minor : shift.difference_minor;
  return [
    ...(report ? cashRows(report.cash).map((each) => row(rowWords(each.name), money(each.minor))) : []),
    ...(report ? [strong(t("Expected in the drawer"), money(report.cash.expected_minor))] : []),
    ...(counted === null ? [] : [strong(t("Counted cash"), money(counted))]),
    ...(difference === null ? [] : [strong(t("Over or short"), differenceWords(difference))]),
    ...(shift.reason ? [row(t("Reason"), shift.reason)] : []),
  ];
}

/** What should be there beside cash, and what was counted of it. */
function held(tenders: ShiftReport["held"]): Block[] {
  if (tenders.length === 0) return [];
  return [{ kind: "bold", text: t("Beside cash") }, ...tenders.flatMap(heldRows)];
}

function heldRows(tender: ShiftReport["held"][number]): Row[] {
  const pieces = tender.counted_pieces;
  const words = pieces === null ? t("Sum counted") : t("Counted (%(count)s)", { count: count(pieces) });
  const differs = tender.difference_minor;
  return [
    row(`${tender.name} (${count(tender.pieces)})`, money(tender.expected_minor)),
    ...(tender.counted_minor === null ? [] : [row(words, money(tender.counted_minor))]),
    ...(differs ? [strong(t("Over or short"), differenceWords(differs))] : []),
  ];
}

function counted(counts: NonNullable<Shift["closing_counts"]>): Block[] {
  return [
    { kind: "bold", text: t("Coins and notes") },
    ...counts.map((each) =>
      row(`${money(each.value_minor)} × ${each.pieces}`, money(each.value_minor * each.pieces)),
    ),
  ];
}

function moves({ moves }: Shift): Block[] {
  if (moves.length === 0) return [];
  return [
    { kind: "bold", text: t("Cash that no sale moved") },
    ...moves.map((move) =>
      row(`${purposeWords(move.purpose)} ${move.reason}`, money(move.delta_minor || move.amount_minor)),
    ),
  ];
}

function foot(check?: Check): Block[] {
  if (isTraining.value) return [words(`${PRACTICE_MARK} ${t("Practice: nothing of it is booked.")}`)];
  return [words(footWords(check))];
}

function footWords(check?: Check): string {
  return check
    ? t("This look at the drawer resets nothing.")
    : t("These figures stay as they are. What is booked later stands in a late batch.");
}

function figure(name: string, told: ShiftReport["sales"], sign: 1 | -1 = 1): Row {
  return row(`${name} (${count(told.count)})`, money(sign * told.minor));
}

function row(name: string, value: string): Row {
  return { kind: "row", name, value };
}

function strong(name: string, value: string): Row {
  return { kind: "strong", name, value };
}

function words(text: string): Block {
  return { kind: "words", text };
}
