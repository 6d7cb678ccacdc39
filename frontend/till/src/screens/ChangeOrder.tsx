/** An order that is changed before it is picked: pieces, goods, the wrapping, a note; what it does is seen first. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { NotConnected, Problem } from "../api/problem";
import type { Order, OrderChangeQuote, OrderLine, Variant } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce, say } from "../state/announce";
import { useOrder, versionOf } from "../state/order";
import {
  type AddedGoods,
  isChanged,
  isToBeQuotedAnew,
  noChange,
  type OrderChange,
  piecesOf,
  takesOff,
  unquoted,
  wishOf,
  withAdded,
  withOneMore,
  withPieces,
} from "../state/order_change";
import { go, hashOf } from "../state/route";
import { money } from "../state/session";
import { useTogether } from "../state/together";
import { type Deed, useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Field } from "../ui/Field";
import { Heading } from "../ui/Heading";
import { Stepper } from "../ui/Stepper";
import { TogetherNotice } from "../ui/TogetherNotice";

export function ChangeOrder({ uid }: { uid: string }) {
  const { order, reading, again } = useOrder(uid);
  return (
    <main class="page">
      <p>
        <a class="button" href={hashOf({ screen: "pickup", uid })}>
          {t("Back to the pickup")}
        </a>
      </p>
      <Failure failure={reading.failure} />
      {!order && !reading.failure && <p class="soft">{t("Reading…")}</p>}
      {order && <OpenOrder order={order} again={again} />}
    </main>
  );
}

function OpenOrder({ order, again }: { order: Order; again: () => Promise<boolean> }) {
  const together = useTogether({ uid: order.uid, doing: "change", status: order.status, onChanged: again });
  return (
    <>
      <TogetherNotice together={together} />
      {/* What was typed was decided about these lines; when they change under it, it begins anew. */}
      <ChangeForm key={versionOf(order)} order={order} />
    </>
  );
}

function ChangeForm({ order }: { order: Order }) {
  const [change, setChange] = useState<OrderChange>(() => noChange(newUid()));
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const deed = useDeed();
  const quote = useQuote(order, change);
  const isTakingOff = takesOff(change, order);
  const add = (variant: Variant) => {
    setChange((before) => withOneMore(before, order, variant, newUid()));
    say(t("Added: %(name)s", { name: variant.name }));
  };
  const save = (event: Event) => {
    event.preventDefault();
    setMissing(isTakingOff && !reason.trim());
    if (!quote.told || isRefused || (isTakingOff && !reason.trim())) return;
    const shown = quote.told.total_minor;
    void deed.run(async () => {
      try {
        await till.changeOrder(order.uid, wishOf(change, order, reason.trim(), shown));
      } catch (error) {
        if (isToBeQuotedAnew(error)) quote.again();
        throw error;
      }
      announce(t("The order is changed. The customer is told by mail."));
      go({ screen: "pickup", uid: order.uid });
    });
  };
  const trouble = troubleOf(deed, quote.failure);
  return (
    <>
      <Heading title={t("Change order %(number)s", { number: order.number })}>
        {t("Change order %(number)s", { number: order.number })}
      </Heading>
      <ScanBar
        placeholder={t("Scan or name goods to add them")}
        onPick={add}
        isSale
        onFound={(found) => {
          if (found.kind === "variant") add(found.variant);
          else announce(t("Only goods can be added to an order."), { isUrgent: true });
        }}
      />
      <form class="stack" onSubmit={save} noValidate>
        <ul class="lines change-lines" aria-label={t("Goods of the order")}>
          {order.lines
            .filter((line) => line.quantity > 0)
            .map((line) => (
              <OwnLine
                key={line.uid}
                line={line}
                pieces={piecesOf(change, line)}
                onPieces={(pieces) => setChange((before) => withPieces(before, line, pieces))}
                onRefused={setRefused}
              />
            ))}
          {change.added.map((goods) => (
            <NewLine
              key={goods.uid}
              goods={goods}
              onPieces={(pieces) => setChange((before) => withAdded(before, goods.uid, pieces))}
              onRefused={setRefused}
            />
          ))}
        </ul>
        {isTakingOff && (
          <Field
            id="change-reason"
            label={t("Reason")}
            hint={t("The customer reads it in the mail.")}
            value={reason}
            onValue={setReason}
            error={isMissing && !reason.trim() ? t("Say the reason.") : undefined}
            maxLength={200}
          />
        )}
        <Result order={order} quote={quote.told} />
        {trouble && (
          <p class="notice notice--hot" role="alert">
            {trouble}
          </p>
        )}
        <Failure failure={trouble ? null : (deed.failure ?? quote.failure)} />
        {quote.failure instanceof NotConnected && (
          <p>
            <button type="button" class="button" onClick={quote.again}>
              {t("Try again")}
            </button>
          </p>
        )}
        <div class="actions">
          <a class="button" href={hashOf({ screen: "pickup", uid: order.uid })}>
            {t("Leave it as it is")}
          </a>
          <button
            type="submit"
            class="button button--pay"
            disabled={!quote.told || isRefused}
            aria-busy={deed.isBusy}
          >
            {quote.told?.is_all ? t("Cancel the order") : t("Change the order")}
          </button>
        </div>
      </form>
      <NoteForm order={order} />
    </>
  );
}

interface Quoted {
  told: OrderChangeQuote | null;
  failure: Problem | NotConnected | null;
}

interface Quote extends Quoted {
  /** Ask once more what the same change would do. */
  again: () => void;
}

/** What the change would do, as the server says, asked anew whenever it changes; null while it is not known. */
function useQuote(order: Order, change: OrderChange): Quote {
  const [times, setTimes] = useState(0);
  const [quoted, setQuoted] = useState<{ of: OrderChange } & Quoted>({
    of: change,
    told: null,
    failure: null,
  });
  useEffect(() => {
    let isPast = false;
    if (!isChanged(change)) return;
    const wish = wishOf(change, order, t("Asked at the till"), null);
    till.quoteChange(order.uid, wish).then(
      (told) => {
        if (!isPast) setQuoted({ of: change, told, failure: null });
      },
      (error: unknown) => {
        if (!isPast) setQuoted({ of: change, ...unquoted(error) });
      },
    );
    return () => {
      isPast = true;
    };
  }, [change, times]);
  const now = quoted.of === change ? quoted : { told: null, failure: null };
  return { told: now.told, failure: now.failure, again: () => setTimes((before) => before + 1) };
}

/** A refusal of a line says its goods' name itself; its place in the request says nothing to people. */
function troubleOf(deed: Deed, asked: Problem | NotConnected | null): string {
  const failure = deed.failure instanceof Problem ? deed.failure : asked;
  return failure instanceof Problem && failure.field ? failure.message : "";
}

interface OwnProps {
  line: OrderLine;
  pieces: number;
  onPieces: (pieces: number) => void;
  onRefused: (isRefused: boolean) => void;
}

function OwnLine({ line, pieces, onPieces, onRefused }: OwnProps) {
  return (
    <li class="line" data-gone={pieces === 0}>
      <div>
        <b>{line.name}</b>
        <p class="small soft num">
          {line.fee ? "" : `${line.sku} ・ `}
          {money(line.unit_price_minor)}
          {pieces !== line.quantity && <span class="tag tag--few">{`${line.quantity} → ${pieces}`}</span>}
        </p>
      </div>
      <Stepper
        name={line.name}
        value={pieces}
        least={0}
        {...(line.fee ? { most: 1 } : {})}
        onValue={onPieces}
        onRefused={onRefused}
      />
      <span class="amount num">{money(line.unit_price_minor * pieces)}</span>
    </li>
  );
}

interface NewProps {
  goods: AddedGoods;
  onPieces: (pieces: number) => void;
  onRefused: (isRefused: boolean) => void;
}

function NewLine({ goods, onPieces, onRefused }: NewProps) {
  return (
    <li class="line">
      <div>
        <b>{goods.name}</b>
        <p class="small soft num">
          {goods.sku} ・ {money(goods.unitPriceMinor)} <span class="tag tag--good">{t("new")}</span>
        </p>
      </div>
      <Stepper
        name={goods.name}
        value={goods.quantity}
        onValue={onPieces}
        onRefused={onRefused}
        onBelow={() => onPieces(0)}
      />
      <span class="amount num">{money(goods.unitPriceMinor * goods.quantity)}</span>
    </li>
  );
}

function Result({ order, quote }: { order: Order; quote: OrderChangeQuote | null }) {
  return (
    <section class="change-result" aria-live="polite" aria-label={t("What it does")}>
      <p class="total total--before">
        <span>{t("Total so far")}</span>
        <span class="num">{money(order.total_minor)}</span>
      </p>
      {quote && (
        <>
          <p class="total">
            <span>{t("Total then")}</span>
            <span class="num">{money(quote.total_minor)}</span>
          </p>
          {quote.back_minor > 0 && (
            <p class="total total--before">
              <span>{t("Goes back to the customer")}</span>
              <span class="num">{money(quote.back_minor)}</span>
            </p>
          )}
          {!quote.is_all && (
            <p class="total total--before">
              <span>{t("To be paid")}</span>
              <span class="num">{money(quote.due_minor)}</span>
            </p>
          )}
          {quote.lost_coupons.map((code) => (
            <p key={code} class="notice">
              {t("The order no longer earns the coupon %(code)s: it is given back.", { code })}
            </p>
          ))}
          {quote.is_all && <p class="notice notice--hot">{t("Nothing is left: the order is cancelled.")}</p>}
        </>
      )}
    </section>
  );
}

function NoteForm({ order }: { order: Order }) {
  const [text, setText] = useState("");
  const [count, setCount] = useState(0);
  const uid = useMemo(newUid, [count]);
  const deed = useDeed();
  const save = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    void deed.run(async () => {
      await till.noteOrder(order.uid, uid, text.trim());
      setText("");
      setCount(count + 1);
      announce(t("The note is written down."));
    });
  };
  return (
    <form class="stack change-note" onSubmit={save} noValidate>
      <Field
        id="change-note"
        label={t("Note for others who work here")}
        hint={t("The customer never sees it.")}
        value={text}
        onValue={setText}
        error={deed.at("text")}
        maxLength={500}
      >
        <button type="submit" class="button" disabled={!text.trim()} aria-busy={deed.isBusy}>
          {t("Write it down")}
        </button>
      </Field>
      <Failure failure={deed.failure} saidAt={["text"]} />
    </form>
  );
}
