/** Finds the sale that goods are brought back of: by its receipt, the member, an order's number, or the goods. */
import { useLayoutEffect, useState } from "preact/hooks";
import { NotConnected, Problem } from "../api/problem";
import type { OrderBrief, ReturnableList } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { CameraBelow, CameraButton, useCameraPanel } from "../scan/camera/CameraScan";
import { SCAN_FIELD, scan, useScans } from "../scan/scanner";
import { go, hashOf } from "../state/route";
import { date, may, mayWithApproval, money } from "../state/session";
import { playRefused, playTaken } from "../state/sound";
import { wordsOf } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { ReturnedTag } from "../ui/OrderState";

export function FindSale() {
  const [text, setText] = useState("");
  const [found, setFound] = useState<ReturnableList | null>(null);
  const [trouble, setTrouble] = useState("");
  const camera = useCameraPanel();
  useLayoutEffect(() => document.getElementById(SCAN_FIELD)?.focus({ preventScroll: true }), []);
  useScans(async (code) => {
    setTrouble("");
    try {
      const told = await till.findReturnable(code);
      playTaken();
      const [only] = told.sales;
      if (told.named === "sale" && only) go({ screen: "return", uid: only.uid });
      else setFound(told);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
      playRefused();
      setFound(null);
      setTrouble(wordsOf(error));
    }
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setText("");
    scan(text);
  };
  return (
    <main class="page">
      <Heading title={t("Take goods back")} leavesFocus />
      <p class="soft">
        {t("Scan the receipt or the member card. Without either: type the order number, or scan the goods.")}
      </p>
      <search class="scan">
        <form class="scan-row" onSubmit={submit}>
          <label class="unseen" for={SCAN_FIELD}>
            {t("Receipt, order number, member or goods")}
          </label>
          <input
            id={SCAN_FIELD}
            class="scan-input"
            data-takes-keys
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="go"
            placeholder={t("Receipt, order number, member or goods")}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <CameraButton camera={camera} />
          <button type="submit" class="button">
            {t("Look up")}
          </button>
        </form>
        <div role="alert" class={trouble ? "notice notice--hot" : ""}>
          {trouble}
        </div>
      </search>
      <CameraBelow camera={camera} />
      <div aria-live="polite" class="stack">
        {found && <Sales found={found} />}
      </div>
      {(may("return_without_sale") || mayWithApproval("return_without_sale")) && (
        <p class="actions">
          <a class="button" href={hashOf({ screen: "return-without-sale" })}>
            {t("No sale to be found")}
          </a>
        </p>
      )}
    </main>
  );
}

function Sales({ found }: { found: ReturnableList }) {
  const heading =
    found.named === "member"
      ? t("Bought by %(name)s", { name: found.name })
      : t("Sold here: %(name)s", { name: found.name });
  return (
    <section class="stack">
      <h2>{heading}</h2>
      {found.sales.length === 0 && (
        <p class="empty">{t("There is no sale with goods that can still be returned.")}</p>
      )}
      <ul class="rows">
        {found.sales.map((sale) => (
          <SaleRow key={sale.uid} sale={sale} />
        ))}
      </ul>
    </section>
  );
}

function SaleRow({ sale }: { sale: OrderBrief }) {
  return (
    <li>
      <a class="row num" href={hashOf({ screen: "return", uid: sale.uid })}>
        <span>{date(sale.completed_at ?? sale.placed_at)}</span>
        <span>
          {sale.store.name} ・ {sale.number} <ReturnedTag sale={sale} />
        </span>
        <b>{money(sale.total_minor)}</b>
      </a>
    </li>
  );
}
