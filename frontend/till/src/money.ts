/** Money on the screen: whole minor units in, words out. It never divides an amount: `pricing/money.ts` does. */

// What people see before the digits, and how many digits stand after the point (ISO 4217).
const CURRENCIES: Readonly<Record<string, readonly [symbol: string, decimals: number]>> = {
  AUD: ["A$", 2],
  CNY: ["CN¥", 2],
  EUR: ["€", 2],
  GBP: ["£", 2],
  HKD: ["HK$", 2],
  JPY: ["¥", 0],
  KRW: ["₩", 0],
  SGD: ["S$", 2],
  THB: ["฿", 2],
  TWD: ["NT$", 2],
  USD: ["$", 2],
};

/** Sizes people round up to when they pay cash, in minor units: coins first, then notes. */
const CASH_STEPS: Readonly<Record<string, readonly number[]>> = {
  JPY: [100, 500, 1_000, 5_000, 10_000],
  KRW: [1_000, 5_000, 10_000, 50_000],
};
const OTHER_STEPS = [100, 500, 1_000, 2_000, 5_000, 10_000];

/** Change of this many times the largest note is a slip of the fingers, or a barcode in the wrong field. */
const DOUBTED_NOTES = 10;

/** The largest amount the API takes. */
export const MOST_MINOR = 999_999_999_999;

function unitOf(currency: string): readonly [string, number] {
  const unit = CURRENCIES[currency];
  if (!unit) throw new RangeError(`unknown currency ${currency}`);
  return unit;
}

/** An amount as people read it: `¥1,980`, `-¥50`, `$19.80`, as the server writes it too. */
export function formatMoney(minor: number, currency: string): string {
  const [symbol, decimals] = unitOf(currency);
  const digits = Math.abs(minor)
    .toString()
    .padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const below = decimals ? `.${digits.slice(-decimals)}` : "";
  return `${minor < 0 ? "-" : ""}${symbol}${whole}${below}`;
}

/** Minor units of a typed amount (full width, commas and the currency's sign are fine), or null. */
export function parseMoney(typed: string, currency: string): number | null {
  const [symbol, decimals] = unitOf(currency);
  const plain = typed
    .normalize("NFKC")
    .replace(symbol, "")
    .replace(/[¥円,\s]/g, "");
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(plain);
  if (!match) return null;
  const below = match[2] ?? "";
  if (below.length > decimals) return null;
  const minor = Number(`${match[1]}${below.padEnd(decimals, "0")}`);
  return minor <= MOST_MINOR ? minor : null;
}

/** What goes back to the customer, or null while too little was handed in. */
export function changeOf(totalMinor: number, tenderedMinor: number): number | null {
  return tenderedMinor >= totalMinor ? tenderedMinor - totalMinor : null;
}

/** Whether nobody hands in so much that this is the change: worth a second look before it is booked. */
export function isDoubtfulChange(changeMinor: number, currency: string): boolean {
  return changeMinor >= DOUBTED_NOTES * Math.max(...stepsOf(currency));
}

function stepsOf(currency: string): readonly number[] {
  return CASH_STEPS[currency] ?? OTHER_STEPS;
}

/** What a customer is likely to hand in for a total: rounded up to coins and notes, ascending, never the total itself. */
export function likelyTenders(totalMinor: number, currency: string, most = 3): number[] {
  if (totalMinor <= 0) return [];
  const steps = stepsOf(currency);
  const rounded = steps.map((step) => Math.ceil(totalMinor / step) * step);
  return [...new Set(rounded)].filter((amount) => amount > totalMinor).slice(-most);
}
