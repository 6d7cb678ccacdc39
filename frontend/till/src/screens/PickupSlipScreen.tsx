/** The slip of a pickup: printed to lie with its goods, as often as it is needed. */
import { useEffect, useState } from "preact/hooks";
import type { PickupSlip, PickupSlipLine } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import { sheetDocument } from "../printer/document";
import { printOut } from "../printer/print";
import { chooseSlipPaper, PAPERS, type Paper, slipPaper } from "../state/device";
import { hashOf } from "../state/route";
import { lastDayWords, moment, money } from "../state/session";
import { Barcode } from "../ui/Barcode";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { takeSheet } from "../ui/paper";
import { drawn } from "../ui/printing";
import { Qr } from "../ui/Qr";
import { Wishes } from "../ui/Wishes";
import { pickupBlocks } from "./pickup_blocks";

export function PickupSlipScreen({ uid }: { uid: string }) {
  const [slip, setSlip] = useState<PickupSlip | null>(null);
  const reading = useDeed();
  useEffect(() => {
    void reading.run(async () => setSlip(await till.getSlip(uid)));
  }, [uid]);
  return (
    <main class="page slip-page">
      <Heading title={t("Pickup slip")} isQuiet />
      <Failure failure={reading.failure} />
      {slip && <Slip slip={slip} paper={slipPaper.value} />}
      <PaperChoice />
      <div class="actions">
        <a class="button" href={hashOf({ screen: "pickup", uid })}>
          {t("Back to the pickup")}
        </a>
        <button type="button" class="button button--main" disabled={!slip} onClick={() => void print(slip)}>
          {t("Print the slip")}
        </button>
      </div>
    </main>
  );
}

async function print(slip: PickupSlip | null): Promise<void> {
  await drawn();
  const paper = slipPaper.value;
  if (slip && paper === "roll") return printOut(sheetDocument(pickupBlocks(slip)));
  takeSheet(paper === "a4" ? "A4" : "A5");
  window.print();
}

function PaperChoice() {
  const words: Record<Paper, string> = { roll: t("Roll of 80 mm"), a5: "A5", a4: "A4" };
  return (
    <fieldset class="slip-paper">
      <legend class="field__label">{t("Paper")}</legend>
      {PAPERS.map((paper) => (
        <label key={paper} class="check">
          <input
            type="radio"
            name="paper"
            checked={slipPaper.value === paper}
            onChange={() => void chooseSlipPaper(paper)}
          />{" "}
          {words[paper]}
        </label>
      ))}
    </fieldset>
  );
}

function Slip({ slip, paper }: { slip: PickupSlip; paper: Paper }) {
  const pieces = slip.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <article
      class={paper === "roll" ? "receipt slip" : "receipt slip slip--sheet"}
      aria-label={t("Pickup %(code)s", { code: slip.pickup_code })}
    >
      <header>
        <p>{slip.store_name}</p>
        <p class="slip-code code">{slip.pickup_code}</p>
        <Qr text={slip.pickup_code} label={t("Pickup %(code)s", { code: slip.pickup_code })} />
        <p class="slip-name">
          <bdi>{slip.contact_name}</bdi>
        </p>
      </header>
      <dl>
        <Fact name={t("Order")} value={slip.number} />
        {slip.due_at && <Fact name={t("Promised for")} value={moment(slip.due_at)} />}
        {slip.last_day && <Fact name={t("Kept until closing time on")} value={lastDayWords(slip.last_day)} />}
        <Fact name={t("To be paid")} value={money(slip.due_minor)} />
      </dl>
      <Wishes of={slip} notes={slip.notes} />
      <ul class="slip-lines">
        {slip.lines.map((line, place) => (
          <SlipGoods key={place} line={line} />
        ))}
      </ul>
      <footer class="receipt-row">
        <span>{t("%(count)s pieces", { count: pieces })}</span>
        <span>{t("Picked by")} __________</span>
      </footer>
    </article>
  );
}

function SlipGoods({ line }: { line: PickupSlipLine }) {
  return (
    <li>
      <p class="receipt-row">
        <b>
          <bdi>{line.name}</bdi>
        </b>
        <b class="num slip-count">× {line.quantity}</b>
      </p>
      {line.places.length > 0 && (
        <p class="slip-place">{t("Place: %(place)s", { place: line.places.join(" / ") })}</p>
      )}
      {line.awaited_quantity > 0 && (
        <p>{t("%(count)s not here yet: from another store, or parked", { count: line.awaited_quantity })}</p>
      )}
      <Barcode bars={line.bars} label={line.code} />
      <p class="code small">{line.code}</p>
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="receipt-row">
      <dt>{name}</dt>
      <dd class="num">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
