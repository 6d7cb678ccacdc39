/** What staff take off by hand: which of it stands, what it comes to, and how it is typed and said. Pure. */
import type { Markdown, OfflineTerms, Quote, QuoteLine } from "../api/shapes";
import type { Draft } from "../data/db";
import type { Say } from "../pricing/reasons";

/** The markdowns of a list that are of goods on it, or of all of it. */
export function standing({ markdowns = [], lines }: Pick<Draft, "markdowns" | "lines">): Markdown[] {
  const uids = new Set(lines.map((line) => line.uid));
  return markdowns.filter((one) => !one.line_uid || uids.has(one.line_uid));
}

/** The markdowns with one more, which takes the place of one like it: a line has one price and one discount. */
export function withMarkdown(markdowns: readonly Markdown[], more: Markdown): Markdown[] {
  return [...markdowns.filter((one) => slotOf(one) !== slotOf(more)), more];
}

function slotOf({ kind, line_uid }: Markdown): string {
  return `${kind === "price" ? "price" : "off"} ${line_uid ?? ""}`;
}

/** What of a line's discount was given by hand, minor units. */
export function byHand({ discounts }: Pick<QuoteLine, "discounts">): number {
  return discounts.filter(({ code }) => code.startsWith("@")).reduce((sum, one) => sum + one.amount_minor, 0);
}

/** What all markdowns take off, minor units, and the most of a line's list price, percent rounded up. */
export function weightOf(quote: Pick<Quote, "lines">): { minor: number; percent: number } {
  const percents = quote.lines.map((line) =>
    line.list_minor ? Math.ceil((100 * byHand(line)) / line.list_minor) : 0,
  );
  return {
    minor: quote.lines.reduce((sum, line) => sum + byHand(line), 0),
    percent: Math.max(0, ...percents),
  };
}

/** Whether somebody who gives no large markdowns would need a second person. Limits that nobody told allow nothing. */
export function isLarge(
  { minor, percent }: { minor: number; percent: number },
  terms: OfflineTerms,
): boolean {
  const { most_minor, most_percent } = terms.markdowns ?? { most_minor: 0, most_percent: 0 };
  return (most_minor !== null && minor > most_minor) || (most_percent !== null && percent > most_percent);
}

/** Basis points of a typed percentage up to 100 (full width and the sign are fine), or null. */
export function parsePercent(typed: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(typed.normalize("NFKC").replace(/[%\s]/g, ""));
  if (!match) return null;
  const percentBp = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  return percentBp >= 1 && percentBp <= 10_000 ? percentBp : null;
}

/** What took something off a line, as receipts have it: a coupon, or a member of staff for a reason. */
export function discountWords(
  code: string,
  of: { uid: string },
  markdowns: readonly Markdown[],
  t: Say,
): string {
  const given = markdowns.find((one) => refOf(one) === code && (one.line_uid ?? of.uid) === of.uid);
  const reason = given?.reason ?? "";
  if (code === "@price") return t("Price changed: %(reason)s", { reason });
  if (code === "@line") return t("Markdown: %(reason)s", { reason });
  if (code === "@sale") return t("Markdown of the sale: %(reason)s", { reason });
  return t("Coupon %(code)s", { code });
}

function refOf({ kind, line_uid }: Markdown): string {
  if (!line_uid) return "@sale";
  return kind === "price" ? "@price" : "@line";
}
