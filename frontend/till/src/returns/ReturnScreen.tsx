/** A sale that goods are brought back of: what came back before, and what comes back now. */
import { useEffect, useState } from "preact/hooks";
import type { Returnable, ReturnDone } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { hashOf } from "../state/route";
import { date, moment, money } from "../state/session";
import { useTogether } from "../state/together";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { TogetherNotice } from "../ui/TogetherNotice";
import { type BackRow, rowsLeft, rowsOf, withAll } from "./draft";
import { ReturnDoneScreen } from "./ReturnDoneScreen";
import { ReturnForm } from "./ReturnForm";

export function ReturnScreen({ uid }: { uid: string }) {
  const [sale, setSale] = useState<Returnable | null>(null);
  const [rows, setRows] = useState<BackRow[]>([]);
  const [done, setDone] = useState<ReturnDone | null>(null);
  const reading = useDeed();
  const read = () =>
    void reading.run(async () => {
      const told = await till.getReturnable(uid);
      setSale(told);
      setRows(rowsOf(told));
    });
  useEffect(read, [uid]);
  // What is chosen here stays, as far as another till has not taken it back.
  const follow = () =>
    reading.run(async () => {
      const told = await till.getReturnable(uid);
      setSale(told);
      setRows((before) => rowsLeft(before, told));
    });
  if (done && sale) return <ReturnDoneScreen done={done} memberUid={memberOf(sale)} />;
  return (
    <main class="page">
      <Heading title={t("Take goods back")} />
      <Beside uid={uid} onChanged={follow} />
      <Failure failure={reading.failure} />
      {sale && <SaleWords sale={sale} />}
      {sale && <EarlierReturns sale={sale} />}
      {sale && canReturn(sale) && (
        <>
          <p class="actions">
            <button type="button" class="button" onClick={() => setRows(withAll(rows))}>
              {t("Everything comes back")}
            </button>
          </p>
          <ReturnForm orderUid={uid} rows={rows} onRows={setRows} onDone={setDone} onStale={read} />
        </>
      )}
    </main>
  );
}

/** As long as goods may be taken back here: the receipt of a return is no screen of the sale. */
function Beside({ uid, onChanged }: { uid: string; onChanged: () => Promise<boolean> }) {
  const together = useTogether({ uid, doing: "return", status: null, onChanged });
  return <TogetherNotice together={together} />;
}

function memberOf(sale: Returnable): string | null {
  return sale.order.customer?.member_number ? sale.order.customer.uid : null;
}

function canReturn(sale: Returnable): boolean {
  return sale.refusal === null && sale.lines.some((line) => line.left_quantity > 0);
}

function SaleWords({ sale }: { sale: Returnable }) {
  const { order } = sale;
  const isAllBack = sale.refusal === null && !canReturn(sale);
  return (
    <>
      <dl class="facts card">
        <Fact name={t("Sale")} value={order.number} />
        <Fact
          name={t("Sold")}
          value={`${date(order.completed_at ?? order.placed_at)} ・ ${order.store.name}`}
        />
        <Fact name={t("Customer")} value={order.contact_name} />
        <Fact name={t("Total")} value={money(order.total_minor)} />
        {order.returned_minor > 0 && (
          <Fact name={t("Given back so far")} value={money(order.returned_minor)} />
        )}
        {sale.last_day && (
          <Fact name={t("Can be returned until")} value={sale.last_day.replaceAll("-", "/")} />
        )}
      </dl>
      {sale.refusal && (
        <p class="notice notice--hot" role="alert">
          {sale.refusal.message}
        </p>
      )}
      {isAllBack && <p class="notice">{t("Everything of this sale was returned already.")}</p>}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num">{value}</dd>
    </div>
  );
}

/** What came back before, each with its receipt. */
function EarlierReturns({ sale }: { sale: Returnable }) {
  if (sale.returns.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t("Returned before")}</h2>
      <ul class="rows">
        {sale.returns.map((one) => (
          <li key={one.uid}>
            <a class="row num" href={hashOf({ screen: "receipt", number: one.number })}>
              <span>{moment(one.returned_at)}</span>
              <span>
                {one.store_name} ・ {t("Pieces: %(count)s", { count: one.piece_count })}
              </span>
              <b>{money(-one.total_minor)}</b>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
