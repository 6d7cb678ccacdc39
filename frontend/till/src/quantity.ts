/** Quantities as people type them: the server has the last word, this gives the first one at once. */

export const MOST_PIECES = 9_999;

/** A whole number of pieces from `least` to 9,999, full-width digits included, or null. */
export function parseQuantity(typed: string, least = 1): number | null {
  const plain = typed.normalize("NFKC").trim();
  if (!/^\d{1,4}$/.test(plain)) return null;
  const pieces = Number(plain);
  return pieces >= least ? pieces : null;
}
