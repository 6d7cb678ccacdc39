/** Tells a barcode scanner that types from a person who types: by speed, and by the Enter at the end. */

/** Scanners type with gaps of 1 to 20 milliseconds; nobody types six keys with gaps this short on average. */
const MOST_MEAN_GAP_MS = 45;
/** A busy device delivers a key late now and then; after a pause longer than this a new run begins. */
const MOST_GAP_MS = 150;
const LEAST_KEYS = 6;

export class Wedge {
  private keys = "";
  private firstAt = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes the next key and the instant it was pressed, in milliseconds.
   *
   * Answers the code when this Enter ends a fast run of keys, else null.
   */
  press(key: string, at: number): string | null {
    if (at - this.lastAt > MOST_GAP_MS) this.keys = "";
    if (!this.keys) this.firstAt = at;
    this.lastAt = at;
    if (key === "Enter") return this.end(at);
    if (key.length === 1) this.keys += key;
    return null;
  }

  /** How many keys of the run that goes on were taken so far. */
  get length(): number {
    return this.keys.length;
  }

  /** Forgets the run. */
  reset(): void {
    this.keys = "";
    this.lastAt = Number.NEGATIVE_INFINITY;
  }

  private end(at: number): string | null {
    const code = this.keys;
    const meanGap = (at - this.firstAt) / Math.max(code.length, 1);
    this.reset();
    return code.length >= LEAST_KEYS && meanGap <= MOST_MEAN_GAP_MS ? code : null;
  }
}

/**
 * The code in the scan field itself when a run ended there.
 *
 * The whole field, in case a pause of the device cut the run in two; the run alone when the field still held words
 * of a search, which no code has.
 */
export function codeInField(value: string, run: string): string {
  return /^[\x21-\x7e]+$/.test(value) ? value : run;
}
