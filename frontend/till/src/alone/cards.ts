/** Numbers of members' cards, as the server reads them: `fold_member_number` and `is_member_number` of noren.people. */

const BETWEEN = /[\s\-‐-―−ー]/g;
const NUMBER = /^M\d{10}$/;

/** The member's number that a scanned or typed code says, or null where it says none. */
export function cardNumberIn(code: string): string | null {
  const folded = code.normalize("NFKC").replace(BETWEEN, "").toUpperCase();
  return NUMBER.test(folded) && luhnDigit(folded.slice(1, -1)) === folded.at(-1) ? folded : null;
}

/** The check digit that goes behind these digits. */
function luhnDigit(digits: string): string {
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}
