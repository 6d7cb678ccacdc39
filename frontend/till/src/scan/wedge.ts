/** Tells a barcode scanner that types from a person who types: by speed, and by the Enter at the end. */

/** No person types six keys with gaps this short, in milliseconds; scanners type with gaps of 1 to 20. */
const MOST_GAP_MS = 45;
const LEAST_KEYS = 6;

export class Wedge {
  private keys = "";
  private lastAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes the next key and the instant it was pressed, in milliseconds.
   *
   * Answers the code when this Enter ends a fast run of keys, else null.
   */
  press(key: string, at: number): string | null {
    const isFast = at - this.lastAt <= MOST_GAP_MS;
    if (!isFast) this.keys = "";
    this.lastAt = at;
    if (key === "Enter") {
      const code = this.keys;
      this.reset();
      return code.length >= LEAST_KEYS ? code : null;
    }
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
}
