/** An X or Z report as it stands on the screen and on the roll: as wide as a receipt, and printed as one is. */
import type { ComponentChildren } from "preact";
import type { Shift, ShiftReport } from "../api/shapes";
import { language, t } from "../i18n";
import { count, money, session, stamp } from "../state/session";
import { percent } from "../ui/Receipt";
import { cashRows } from "./counting";
import { differenceWords, purposeWords, rowWords } from "./words";

interface Props {
  shift: Shift;
  /** A look at a shift that goes on; without it the report is of the closed shift. */
  check?: Shift["checks"][number];
}

export function ReportSlip({ shift, check }: Props) {
  const here = session.value;
  const report = check ? check.report : shift.report;
  const title = check ? t("Check (X)") : t("Settlement (Z)");
  const counted = check ? check.counted_minor : shift.counted_minor;
  const difference = check ? check.difference_minor : shift.difference_minor;
  return (
    <article class="receipt" lang={language.value} aria-label={title}>
      <header>
        <p class="receipt-shop">{here?.terms.shop_name}</p>
        <p>
          {here?.store.name} {shift.register_name}
        </p>
        <p class="receipt-title">{title}</p>
      </header>
      <dl>
        <Row name={t("Shift no.")} value={String(shift.number)} />
        <Row name={t("Opened at")} value={`${stamp(shift.opened_at)} ${shift.opened_by}`} />
        {check && <Row name={t("Checked at")} value={`${stamp(check.checked_at)} ${check.staff_name}`} />}
        {shift.closed_at && (
          <Row name={t("Closed at")} value={`${stamp(shift.closed_at)} ${shift.closed_by}`} />
        )}
      </dl>
      {report && <Figures report={report} />}
      <dl>
        {report &&
          cashRows(report.cash).map((row) => (
            <Row key={row.name} name={rowWords(row.name)} value={money(row.minor)} />
          ))}
        {report && (
          <Row name={t("Expected in the drawer")} value={money(report.cash.expected_minor)} isStrong />
        )}
        {counted !== null && <Row name={t("Counted cash")} value={money(counted)} isStrong />}
        {difference !== null && (
          <Row name={t("Over or short")} value={differenceWords(difference)} isStrong />
        )}
        {shift.reason && <Row name={t("Reason")} value={shift.reason} />}
      </dl>
      {report && report.held.length > 0 && <Held held={report.held} />}
      {!check && shift.closing_counts && <Counted counts={shift.closing_counts} />}
      {shift.moves.length > 0 && <Moves moves={shift.moves} />}
      <footer>
        <p>
          {check
            ? t("This look at the drawer resets nothing.")
            : t("These figures stay as they are. What is booked later stands in a late batch.")}
        </p>
      </footer>
    </article>
  );
}

function Figures({ report }: { report: ShiftReport }) {
  return (
    <>
      <dl>
        <Figure name={t("Sales")} figure={report.sales} />
        <Figure name={t("Returns")} figure={report.returns} isBack />
        <Figure name={t("Voids")} figure={report.voids} isBack />
        <Row name={t("Total")} value={money(report.total_minor)} isStrong />
        <Figure name={t("Discounts in it")} figure={report.discounts} isBack />
      </dl>
      {report.taxes.length > 0 && (
        <dl>
          {report.taxes.map((rate) => (
            <Row
              key={rate.rate_bp}
              name={t("%(rate)s goods", { rate: percent(rate.rate_bp) })}
              value={t("%(amount)s (tax %(tax)s)", {
                amount: money(rate.gross_minor),
                tax: money(rate.tax_minor),
              })}
            />
          ))}
        </dl>
      )}
      <dl>
        {report.tenders.map((tender) => (
          <Row
            key={tender.provider}
            name={tender.name || (tender.provider === "cash" ? t("Paid in cash") : t("Paid online"))}
            value={money(tender.taken_minor - tender.given_back_minor)}
          />
        ))}
        <Row name={t("Points given")} value={count(report.points)} />
        <Row name={t("Coupons used")} value={count(report.coupons)} />
        <Row name={t("Receipts")} value={count(report.receipts)} />
        {report.receipts > 1 && (
          <Row name={t("First and last")} value={`${report.first_receipt} – ${report.last_receipt}`} />
        )}
      </dl>
    </>
  );
}

function Counted({ counts }: { counts: NonNullable<Shift["closing_counts"]> }) {
  return (
    <Part title={t("Coins and notes")}>
      {counts.map((each) => (
        <Row
          key={each.value_minor}
          name={`${money(each.value_minor)} × ${each.pieces}`}
          value={money(each.value_minor * each.pieces)}
        />
      ))}
    </Part>
  );
}

/** What should be there beside cash, and what was counted of it. */
function Held({ held }: { held: ShiftReport["held"] }) {
  return (
    <Part title={t("Beside cash")}>
      {held.map((each) => (
        <>
          <Row
            key={each.provider}
            name={`${each.name} (${count(each.pieces)})`}
            value={money(each.expected_minor)}
          />
          {each.counted_minor !== null && (
            <Row
              key={`${each.provider}-counted`}
              name={
                each.counted_pieces === null
                  ? t("Sum counted")
                  : t("Counted (%(count)s)", { count: count(each.counted_pieces) })
              }
              value={money(each.counted_minor)}
            />
          )}
          {each.difference_minor !== 0 && (
            <Row
              key={`${each.provider}-differs`}
              name={t("Over or short")}
              value={differenceWords(each.difference_minor)}
              isStrong
            />
          )}
        </>
      ))}
    </Part>
  );
}

function Moves({ moves }: { moves: Shift["moves"] }) {
  return (
    <Part title={t("Cash that no sale moved")}>
      {moves.map((move) => (
        <Row
          key={move.uid}
          name={`${purposeWords(move.purpose)} ${move.reason}`}
          value={money(move.delta_minor || move.amount_minor)}
        />
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <p>
        <b>{title}</b>
      </p>
      <dl>{children}</dl>
    </div>
  );
}

function Figure({
  name,
  figure,
  isBack = false,
}: {
  name: string;
  figure: ShiftReport["sales"];
  isBack?: boolean;
}) {
  return (
    <Row name={`${name} (${count(figure.count)})`} value={money(isBack ? -figure.minor : figure.minor)} />
  );
}

function Row({ name, value, isStrong = false }: { name: string; value: string; isStrong?: boolean }) {
  return (
    <div class={isStrong ? "receipt-row receipt-row--strong" : "receipt-row"}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd class="num">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
