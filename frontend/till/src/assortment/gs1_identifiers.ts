/**
 * GS1 Application Identifiers that a package in a shop may carry: how long what follows each of them is.
 *
 * The same table as noren.catalog.gs1_identifiers.
 */

/** What may follow an Application Identifier; `needsEnd`: a separator follows unless it is the last. */
export interface Identifier {
  least: number;
  most: number;
  isNumber: boolean;
  needsEnd: boolean;
}

/** First AI, last AI, least, most, digits alone. */
const TABLE: [string, string, number, number, boolean][] = [
  ["00", "00", 18, 18, true],
  ["01", "02", 14, 14, true],
  ["10", "10", 1, 20, false],
  ["11", "13", 6, 6, true],
  ["15", "17", 6, 6, true],
  ["20", "20", 2, 2, true],
  ["21", "22", 1, 20, false],
  ["30", "30", 1, 8, true],
  ["37", "37", 1, 8, true],
  ["235", "235", 1, 28, false],
  ["240", "241", 1, 30, false],
  ["242", "242", 1, 6, true],
  ["243", "243", 1, 20, false],
  ["250", "251", 1, 30, false],
  ["254", "254", 1, 20, false],
  ["400", "401", 1, 30, false],
  ["403", "403", 1, 30, false],
  ["410", "417", 13, 13, true],
  ["420", "420", 1, 20, false],
  ["422", "422", 3, 3, true],
  ["3100", "3169", 6, 6, true],
  ["3200", "3299", 6, 6, true],
  ["3300", "3379", 6, 6, true],
  ["3400", "3579", 6, 6, true],
  ["3600", "3699", 6, 6, true],
  ["3900", "3909", 1, 15, true],
  ["3920", "3929", 1, 15, true],
  ["3940", "3943", 4, 4, true],
  ["7003", "7003", 10, 10, true],
  ["7006", "7006", 6, 6, true],
  ["8005", "8005", 6, 6, true],
  ["8020", "8020", 1, 25, false],
  ["90", "90", 1, 30, false],
  ["91", "99", 1, 90, false],
];
/** After these first two digits no separator is needed: their length is known for ever. */
const PREDEFINED = new Set("00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41".split(" "));

/** What may follow this Application Identifier; null when it is none that is known here. */
export function findIdentifier(code: string): Identifier | null {
  if (!/^[0-9]{2,4}$/.test(code)) return null;
  for (const [first, last, least, most, isNumber] of TABLE) {
    if (code.length === first.length && first <= code && code <= last)
      return { least, most, isNumber, needsEnd: !PREDEFINED.has(code.slice(0, 2)) };
  }
  return null;
}
