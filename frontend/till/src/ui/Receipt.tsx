/** A receipt, drawn from the slip that the server laid out: the same words on the screen, on paper and everywhere else. */
import type { Slip } from "../api/shapes";
import { t } from "../i18n";
import { PRACTICE_MARK } from "../training/mark";
import { Qr } from "./Qr";

/** A rate in basis points as people read it: `8%`. */
export function percent(rateBp: number): string {
  return `${rateBp / 100}%`;
}

export function Receipt({ slip }: { slip: Slip }) {
  return (
    <article
      class={slip.number === PRACTICE_MARK ? "receipt receipt--practice" : "receipt"}
      lang={slip.language}
      aria-label={t("Receipt %(number)s", { number: slip.number })}
    >
      <header>
        {slip.marks.map((mark) => (
          <p key={mark.words} class="receipt-mark">
            <b>{mark.words}</b> {mark.detail && <span class="num">{mark.detail}</span>}
          </p>
        ))}
        <p class="receipt-shop">
          <bdi>{slip.issuer}</bdi>
        </p>
        {slip.issuer_details.map((detail, place) => (
          <p key={place}>
            <bdi>{detail}</bdi>
          </p>
        ))}
        <p class="receipt-title">{slip.title}</p>
      </header>
      {slip.recipient && (
        <p class="receipt-recipient">
          <bdi>{slip.recipient}</bdi>
        </p>
      )}
      <Rows rows={slip.facts} />
      <ul class="receipt-lines">
        {slip.goods.map((goods, place) => (
          <li key={place}>
            <p>
              <bdi>{goods.name}</bdi>
            </p>
            {goods.rows.map((row, at) => (
              <p key={at} class="receipt-row num">
                <span>
                  <bdi>{row.name}</bdi>
                </span>
                <span>{row.value}</span>
              </p>
            ))}
          </li>
        ))}
      </ul>
      <dl>
        {slip.sums.map((row) => (
          <Row key={row.name} {...row} />
        ))}
        <Row {...slip.total} isStrong />
        {slip.taxes.map((row) => (
          <Row key={row.name} {...row} />
        ))}
      </dl>
      {slip.statement.map((sentence) => (
        <p key={sentence} class="receipt-statement">
          <bdi>{sentence}</bdi>
        </p>
      ))}
      <Rows rows={slip.tenders} />
      {slip.points.length > 0 && <Rows rows={slip.points} />}
      <footer>
        {slip.notes.map((note) => (
          <p key={note}>
            <bdi>{note}</bdi>
          </p>
        ))}
        {slip.link && (
          <div class="receipt-link">
            <Qr text={slip.link} label={slip.link_words} />
            <p>{slip.link_words}</p>
          </div>
        )}
      </footer>
    </article>
  );
}

function Rows({ rows }: { rows: Slip["facts"] }) {
  return (
    <dl>
      {rows.map((row, place) => (
        <Row key={place} {...row} />
      ))}
    </dl>
  );
}

function Row({ name, value, isStrong = false }: { name: string; value: string; isStrong?: boolean }) {
  return (
    <div class={isStrong ? "receipt-row receipt-row--strong" : "receipt-row"}>
      <dt>{name}</dt>
      <dd class="num">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
