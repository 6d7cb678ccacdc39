/** What is printed: a receipt laid out in words, or a sheet of blocks, as `noren bridge` takes them. */
import type { Slip } from "../api/shapes";
import { PRACTICE_MARK } from "../training/mark";

/** One piece of a sheet, from top to bottom. */
export type Block =
  | { kind: "words" | "bold" | "center" | "title" | "qr" | "barcode"; text: string }
  | { kind: "row" | "strong" | "total"; name: string; value: string }
  | { kind: "rule" };

export type PrintedDocument = { kind: "slip"; slip: Slip } | { kind: "sheet"; blocks: Block[] };

const SYMBOLS = /^[\x21-\x7e]+$/;

/** A receipt with what the bridge knows and nothing else, so that a newer server does not make it refuse. */
export function slipDocument(slip: Slip): PrintedDocument {
  const row = ({ name, value }: Slip["total"]) => ({ name, value });
  return {
    kind: "slip",
    slip: {
      language: slip.language,
      number: slip.number,
      title: slip.title,
      marks: slip.marks.map(({ words, detail }) => ({ words, detail })),
      issuer: slip.issuer,
      issuer_details: slip.issuer_details,
      recipient: slip.recipient,
      facts: slip.facts.map(row),
      goods: slip.goods.map(({ name, rows }) => ({ name, rows: rows.map(row) })),
      sums: slip.sums.map(row),
      total: row(slip.total),
      statement: slip.statement,
      taxes: slip.taxes.map(row),
      tenders: slip.tenders.map(row),
      points: slip.points.map(row),
      notes: slip.notes,
      link: SYMBOLS.test(slip.link) ? slip.link : "",
      link_words: slip.link_words,
    },
  };
}

/** A sheet; a block without words is left out. */
export function sheetDocument(blocks: readonly Block[]): PrintedDocument {
  return { kind: "sheet", blocks: blocks.filter((block) => !("text" in block) || block.text !== "") };
}

/** The same as practice: it says so at the top, whatever was laid out. */
export function asPractice(document: PrintedDocument): PrintedDocument {
  if (document.kind === "sheet") {
    if (document.blocks.some((block) => block.kind === "title" && block.text === PRACTICE_MARK))
      return document;
    return { ...document, blocks: [{ kind: "title", text: PRACTICE_MARK }, ...document.blocks] };
  }
  const { slip } = document;
  if (slip.marks.some(({ words }) => words === PRACTICE_MARK)) return document;
  return { ...document, slip: { ...slip, marks: [{ words: PRACTICE_MARK, detail: "" }, ...slip.marks] } };
}
