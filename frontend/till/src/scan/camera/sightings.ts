/** What the camera sees again and again, and which of it is a scan. */

/** A barcode in one picture; `mark` is AIM's symbology identifier. */
export interface Sighting {
  text: string;
  format: string;
  mark: string;
}

/** So long a code must be out of sight before it is a scan once more. */
const GONE_MS = 1_500;
/** What begins with these marks is a code of GS1, and is read with them. */
const MARKS_OF_GS1 = new Set(["]C1", "]d2", "]Q3"]);
/** A piece of a longer code looks like a whole one here: it must be seen twice. */
const UNSURE = new Set(["ITF", "ITF14"]);

/** The code as a scanner that types would give it. */
export function codeOf({ text, mark }: Sighting): string {
  return MARKS_OF_GS1.has(mark) ? mark + text : text;
}

export class Sightings {
  private readonly seenAt = new Map<string, number>();
  private unsure = new Set<string>();

  /** The codes that are scans among those of a picture taken at an instant, in milliseconds. */
  take(picture: readonly Sighting[], at: number): string[] {
    const taken: string[] = [];
    const unsure = new Set<string>();
    for (const sighting of picture) {
      const code = codeOf(sighting);
      if (!code) continue;
      if (UNSURE.has(sighting.format) && !this.unsure.has(code) && !this.seenAt.has(code)) unsure.add(code);
      else {
        const before = this.seenAt.get(code) ?? Number.NEGATIVE_INFINITY;
        this.seenAt.set(code, at);
        if (at - before > GONE_MS) taken.push(code);
      }
    }
    this.unsure = unsure;
    for (const [code, seen] of this.seenAt) if (at - seen > GONE_MS) this.seenAt.delete(code);
    return taken;
  }
}
