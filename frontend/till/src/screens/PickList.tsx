/** The goods of a pickup: ticked off one by one, or said to be short with a reason. */
import { useState } from "preact/hooks";
import type { Order, OrderLine } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { may, money } from "../state/session";
import { useDeed } from "../ui/deed";
import { ReasonDialog } from "../ui/ReasonDialog";
import { Stepper } from "../ui/Stepper";
import { ElsewhereDialog } from "./ElsewhereDialog";
import { type Picked, toPick } from "./picked";

interface Props {
  order: Order;
  picked: Picked;
  onOrder: (order: Order) => void;
}

export function PickList({ order, picked, onOrder }: Props) {
  const [short, setShort] = useState<OrderLine | null>(null);
  const [elsewhere, setElsewhere] = useState<OrderLine | null>(null);
  const canPick = order.status === "placed" && may("pick");
  return (
    <>
      <ul class="picks" aria-label={t("What to pick")}>
        {order.lines.map((line) => (
          <PickRow
            key={line.uid}
            line={line}
            canPick={canPick}
            count={canPick ? picked.of(line) : line.quantity}
            onToggle={() => picked.toggle(line)}
            onShort={() => setShort(line)}
            onElsewhere={() => setElsewhere(line)}
          />
        ))}
      </ul>
      {short && <ShortDialog order={order} line={short} onOrder={onOrder} onClose={() => setShort(null)} />}
      {elsewhere && (
        <ElsewhereDialog
          order={order}
          line={elsewhere}
          onOrder={onOrder}
          onClose={() => setElsewhere(null)}
        />
      )}
    </>
  );
}

interface RowProps {
  line: OrderLine;
  canPick: boolean;
  /** Pieces picked so far. */
  count: number;
  onToggle: () => void;
  onShort: () => void;
  onElsewhere: () => void;
}

function PickRow({ line, canPick, count, onToggle, onShort, onElsewhere }: RowProps) {
  const here = toPick(line);
  const isGone = here === 0;
  const isPicked = count === here || !canPick;
  const canTick = canPick && !isGone;
  return (
    <li class="pick" data-picked={isPicked && !isGone}>
      {canTick ? (
        <label class="pick-name">
          <input type="checkbox" checked={isPicked} onChange={onToggle} />
          <Words line={line} />
        </label>
      ) : (
        <div class="pick-name">
          <Words line={line} />
        </div>
      )}
      <b class="pick-count num">
        {count > 0 && !isPicked ? `${count} / ${here}` : `× ${canPick ? here : line.quantity}`}
      </b>
      {canTick && !line.fee && (
        <button
          type="button"
          class="button"
          onClick={onShort}
          aria-label={t("Short: %(name)s", { name: line.name })}
        >
          {t("Short")}
        </button>
      )}
      {canTick && (
        <button
          type="button"
          class="button"
          onClick={onElsewhere}
          aria-label={`${t("From another store")}: ${line.name}`}
        >
          {t("From another store")}
        </button>
      )}
    </li>
  );
}

function Words({ line }: { line: OrderLine }) {
  const awaited = line.awaited_quantity ?? 0;
  return (
    <span>
      <b>{line.name}</b>
      <span class="small soft num">
        {line.fee ? "" : `${line.sku} ・ `}
        {money(line.unit_price_minor)}
        {line.is_extra && ` ・ ${t("Added at the counter")}`}
      </span>
      {line.quantity < line.ordered_quantity && (
        <span class="tag tag--few">
          {t("Short: %(quantity)s of %(ordered)s", {
            quantity: line.quantity,
            ordered: line.ordered_quantity,
          })}
        </span>
      )}
      {awaited > 0 && (
        <span class="tag tag--few">
          {t("%(count)s not here yet: from another store, or parked", { count: awaited })}
        </span>
      )}
    </span>
  );
}

interface ShortProps {
  order: Order;
  line: OrderLine;
  onOrder: (order: Order) => void;
  onClose: () => void;
}

function ShortDialog({ order, line, onOrder, onClose }: ShortProps) {
  const awaited = line.awaited_quantity ?? 0;
  const [found, setFound] = useState(line.quantity - 1);
  const [isRefused, setRefused] = useState(false);
  const deed = useDeed();
  const isLast = order.lines.every((one) => one.uid === line.uid || one.quantity === 0);
  const confirm = (reason: string) =>
    void deed.run(async () => {
      onOrder(await till.shortPick(order.uid, line.uid, found, reason));
      announce(t("Noted. The order is priced again and the customer is told by mail."));
      onClose();
    });
  return (
    <ReasonDialog
      id="short"
      title={t("How many are there?")}
      usual={[
        t("We are sorry: the goods are out of stock."),
        t("We are sorry: the goods turned out to be damaged."),
        t("We are sorry: we could not find the goods in our store."),
      ]}
      confirm={t("Note it")}
      deed={deed}
      canConfirm={!isRefused}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{t("%(name)s, ordered %(count)s", { name: line.name, count: line.quantity })}</p>
      <Stepper
        name={line.name}
        value={found}
        least={awaited}
        most={line.quantity - 1}
        onValue={setFound}
        onRefused={setRefused}
      />
      {deed.at("picked_quantity") && (
        <p class="field__error" role="alert">
          {deed.at("picked_quantity")}
        </p>
      )}
      {isLast && found === 0 && (
        <p class="notice">{t("Nothing is left of the order then: it is rejected.")}</p>
      )}
    </ReasonDialog>
  );
}
