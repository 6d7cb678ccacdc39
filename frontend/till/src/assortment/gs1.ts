/**
 * GS1 codes: the number of the goods, and what else a package says about itself.
 *
 * Reads what noren.catalog.gs1 reads; both sides are held to src/noren/catalog/vectors/gs1.json.
 */
import { findIdentifier } from "./gs1_identifiers";

const LONGEST = 2_000;
export const SEPARATOR = "\x1d";
/** AIM's symbology identifiers of the codes that are GS1's: they begin with FNC1. */
const MARKS = ["]C1", "]d2", "]Q3", "]e0", "]J1"];
const WRITTEN = /\(([0-9]{2,4})\)([^()]+)/g;
const CHARACTERS = /^[!"%&'()*+,./0-9:;<=>?A-Z_a-z-]+$/;
const ADDRESS = /^[A-Za-z]+:\/\//;
const LINK = /^https?:\/\/[^/?#]+\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
const ESCAPED = /^(?:[^%]|%[2-7][0-9A-Fa-f])*$/;
const DATES = new Set(["11", "12", "13", "15", "16", "17"]);
const CHECKED = new Set(["00", "01", "02", "410", "411", "412", "413", "414", "415", "416", "417"]);
const QUALIFIERS = ["22", "10", "21"];

type Pair = [code: string, value: string];

/** What a package says: fourteen digits, and YYMMDD, the lot and the serial number where it says them. */
export interface Gs1Code {
  gtin: string;
  expires: string;
  lot: string;
  serial: string;
}

/** What an element string or a GS1 Digital Link says; null when the text is neither, or wrong anywhere. */
export function readGs1(scanned: string): Gs1Code | null {
  const text = scanned.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if ([...text].length > LONGEST) return null;
  const pairs = ADDRESS.test(text) ? pairsOfLink(text) : pairsOfString(text);
  const said = checked(pairs ?? []);
  const gtin = said?.get("01");
  if (!said || gtin === undefined) return null;
  return { gtin, expires: said.get("17") ?? "", lot: said.get("10") ?? "", serial: said.get("21") ?? "" };
}

/**
 * The last day that six digits YYMMDD name, as `2026-07-04`; day 00 is the end of the month.
 *
 * `today` is a date of the store in the same form: the century is the one that brings the year nearest to it.
 */
export function expiryDate(expires: string, today: string): string {
  const [year, month, day] = numbersOf(expires);
  const now = Number(today.slice(0, 4));
  let full = now - (now % 100) + year;
  const ahead = full - now;
  if (ahead >= 51) full -= 100;
  else if (ahead <= -50) full += 100;
  const last = daysOf(full, month);
  const two = (one: number) => String(one).padStart(2, "0");
  return `${String(full).padStart(4, "0")}-${two(month)}-${two(Math.min(day || last, last))}`;
}

/** Whether the package says that it must not be used any more on this day of the store. */
export function isExpired(code: Gs1Code, today: string): boolean {
  return code.expires !== "" && expiryDate(code.expires, today) < today;
}

function pairsOfString(text: string): Pair[] | null {
  if (text.startsWith("(")) {
    const written = [...text.matchAll(WRITTEN)].map(([, code = "", value = ""]): Pair => [code, value]);
    return written.map(([code, value]) => `(${code})${value}`).join("") === text ? written : null;
  }
  const mark = MARKS.find((one) => text.startsWith(one)) ?? "";
  let plain = text.slice(mark.length);
  const isMarked = mark !== "" || text.startsWith(SEPARATOR);
  if (plain.startsWith(SEPARATOR)) plain = plain.slice(1);
  // Without a mark of GS1 it may be anything: then it is one only when it begins with the number of the goods.
  if (!isMarked && !plain.startsWith("01")) return null;
  return cut(plain.endsWith(SEPARATOR) ? plain.slice(0, -1) : plain);
}

/** The elements of a string, in their order; null when anything in it is unknown or too short. */
function cut(plain: string): Pair[] | null {
  const pairs: Pair[] = [];
  let place = 0;
  while (place < plain.length) {
    const from = place;
    const code = [2, 3, 4].map((n) => plain.slice(from, from + n)).find(findIdentifier) ?? "";
    const rule = findIdentifier(code);
    if (!rule) return null;
    place += code.length;
    const separator = plain.indexOf(SEPARATOR, place);
    const rest = separator < 0 ? plain.length : separator;
    const stop = rule.needsEnd ? rest : place + rule.most;
    if (stop > rest) return null;
    pairs.push([code, plain.slice(place, stop)]);
    place = plain[stop] === SEPARATOR ? stop + 1 : stop;
  }
  return pairs;
}

/** The number, its qualifiers in their order, and what the query says; anything may stand before the number. */
function pairsOfLink(text: string): Pair[] | null {
  const link = /^[!-~]*$/.test(text) ? LINK.exec(text) : null;
  if (!link) return null;
  const parts = (link[1] ?? "").replace(/\/$/, "").split("/");
  for (const [place, part] of parts.slice(0, -1).entries()) {
    const path = part === "01" || part === "gtin" ? pairsOfPath(parts.slice(place + 1)) : null;
    if (path) return [...path, ...pairsOfQuery(link[2] ?? "")];
  }
  return null;
}

/** What stands behind `/01/`: 8, 12, 13 or 14 digits, then pairs of a qualifier and its value. */
function pairsOfPath([gtin = "", ...rest]: string[]): Pair[] | null {
  const pairs: Pair[] = [];
  for (let place = 0; place < rest.length; place += 2) {
    pairs.push([rest[place] ?? "", unescaped(rest[place + 1] ?? "")]);
  }
  const names = pairs.map(([name]) => name);
  const inOrder = QUALIFIERS.filter((name) => names.includes(name));
  const isGtin = /^[0-9]+$/.test(gtin) && [8, 12, 13, 14].includes(gtin.length) && hasCheckDigit(gtin);
  if (!isGtin || rest.length % 2 !== 0 || names.join() !== inOrder.join()) return null;
  return [["01", gtin.padStart(14, "0")], ...pairs];
}

function pairsOfQuery(query: string): Pair[] {
  const pairs: Pair[] = [];
  for (const each of query.split("&")) {
    const at = each.indexOf("=");
    const [name, value] = at < 0 ? [each, ""] : [each.slice(0, at), each.slice(at + 1)];
    if (findIdentifier(name)) pairs.push([name, unescaped(value)]);
  }
  return pairs;
}

/** A part of an address without its escapes; nothing where an escape is none of plain ASCII. */
function unescaped(part: string): string {
  if (!ESCAPED.test(part)) return "";
  return part.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The elements by their identifiers; null when one is wrong, or said twice and differently. */
function checked(pairs: Pair[]): Map<string, string> | null {
  const said = new Map<string, string>();
  for (const [code, value] of pairs) {
    if (!isRight(code, value) || (said.get(code) ?? value) !== value) return null;
    said.set(code, value);
  }
  return said;
}

function isRight(code: string, value: string): boolean {
  const rule = findIdentifier(code);
  if (!rule || value.length < rule.least || value.length > rule.most || !CHARACTERS.test(value)) return false;
  if (rule.isNumber && !/^[0-9]+$/.test(value)) return false;
  if (CHECKED.has(code)) return hasCheckDigit(value);
  return !DATES.has(code) || isDate(value);
}

/** Whether the last digit is the check digit of those before it. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...digits.slice(0, -1)].reverse().entries())
    sum += Number(digit) * (place % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10) === digits.at(-1);
}

function isDate(digits: string): boolean {
  const [year, month, day] = numbersOf(digits);
  return month >= 1 && month <= 12 && day <= daysOf(2000 + year, month);
}

function numbersOf(digits: string): [number, number, number] {
  return [Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
