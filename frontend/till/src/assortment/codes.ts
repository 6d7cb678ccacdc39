/**
 * Codes of goods as the server reads them: `fold_code` and `gtin_number` of noren.catalog.rules, `code_in` of the API.
 *
 * Both sides are held to src/noren/catalog/vectors/codes.json.
 */

import { readGs1 } from "./gs1";

// What Python takes for a space; JavaScript's own has one more and some fewer.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const OUTER_SPACES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const BETWEEN_DIGITS = new RegExp(`[${SPACE}\\-‐-―−ー]`, "g");
const LONGEST_TYPED = 256;

/** A code as it is kept: full-width digits and letters are plain ones, outer spaces do not count. */
export function foldCode(typed: string): string {
  const cut = [...typed].slice(0, LONGEST_TYPED);
  const storable = cut.filter((one) => one !== "\0" && !/^[\ud800-\udfff]$/.test(one)).join("");
  return storable.normalize("NFKC").replace(OUTER_SPACES, "");
}

/** The number that a GTIN-8, -12, -13 or -14, or a GS1 code says, without leading zeros; null when it says none. */
export function gtinNumber(typed: string): string | null {
  const folded = foldCode(typed);
  let digits = folded.replace(BETWEEN_DIGITS, "");
  if (!/^[0-9]{8,14}$/.test(digits)) digits = readGs1(folded)?.gtin ?? "";
  return digits.replace(/^0+/, "") || null;
}

/**
 * The code that a scanner read: itself, or what the address in a QR code names.
 *
 * That is the number of the goods in a GS1 Digital Link, else the `code` parameter, else the last part of the path.
 */
export function codeIn(scanned: string): string {
  const address = /^[^:/?#]+:\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?/.exec(scanned);
  if (!address) return scanned;
  const link = readGs1(scanned);
  if (link) return link.gtin;
  const named = new URLSearchParams(address[2] ?? "").get("code");
  return named || ((address[1] ?? "").replace(/\/+$/, "").split("/").at(-1) ?? "");
}
