/** The slip of a pickup for the printer: what the screen shows of it, with the barcodes drawn by the printer. */
import type { PickupSlip, PickupSlipLine } from "../api/shapes";
import { t } from "../i18n";
import type { Block } from "../printer/document";
import { lastDayWords, moment, money } from "../state/session";

const RULE: Block = { kind: "rule" };

/** Lays the slip out from top to bottom. */
export function pickupBlocks(slip: PickupSlip): Block[] {
  const pieces = slip.lines.reduce((sum, line) => sum + line.quantity, 0);
  const wishes = wishBlocks(slip);
  return [
    { kind: "center", text: slip.store_name },
    { kind: "title", text: slip.pickup_code },
    { kind: "qr", text: slip.pickup_code },
    { kind: "title", text: slip.contact_name },
    RULE,
    { kind: "row", name: t("Order"), value: slip.number },
    ...(slip.due_at ? [row(t("Promised for"), moment(slip.due_at))] : []),
    ...(slip.last_day ? [row(t("Kept until closing time on"), lastDayWords(slip.last_day))] : []),
    row(t("To be paid"), money(slip.due_minor)),
    ...(wishes.length ? [RULE, ...wishes] : []),
    RULE,
    ...slip.lines.flatMap(goodsBlocks),
    RULE,
    row(t("%(count)s pieces", { count: pieces }), `${t("Picked by")} __________`),
  ];
}

function wishBlocks(slip: PickupSlip): Block[] {
  return [
    ...(slip.is_gift ? [words(t("To be wrapped as a gift."))] : []),
    ...(slip.is_gift && slip.gift_message ? [words(`${t("On the card:")} ${slip.gift_message}`)] : []),
    ...(slip.buyer_note ? [words(`${t("The customer wrote:")} ${slip.buyer_note}`)] : []),
    ...slip.notes.map((note) => words(`${t("Note of staff:")} ${note}`)),
  ];
}

function goodsBlocks(line: PickupSlipLine): Block[] {
  const awaited = line.awaited_quantity;
  return [
    { kind: "strong", name: line.name, value: `× ${line.quantity}` },
    ...(line.places.length ? [words(t("Place: %(place)s", { place: line.places.join(" / ") }))] : []),
    ...(awaited > 0
      ? [words(t("%(count)s not here yet: from another store, or parked", { count: awaited }))]
      : []),
    { kind: "barcode", text: line.code },
    { kind: "center", text: line.code },
  ];
}

function row(name: string, value: string): Block {
  return { kind: "row", name, value };
}

function words(text: string): Block {
  return { kind: "words", text };
}
