/** How long an answer is waited for where this till could go on by itself, as the operator set it. */

const PRICE_PART = 5 / 8;

let saleMs = 4_000;

/** From now on a customer waits so long for the server's receipt. */
export function setPatience(seconds: number): void {
  saleMs = seconds * 1_000;
}

/** For the receipt of a sale that is paid, and for a colleague to be known. */
export const patienceMs = () => saleMs;
/** For the price of a list, which is asked for with every scan: less. */
export const pricePatienceMs = () => saleMs * PRICE_PART;
