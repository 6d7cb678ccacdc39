/** Codes and refs as Python has them: JavaScript's own order and lengths differ beyond U+FFFF. */

/** Which of two comes first: below zero, zero or above, by code point. `<` would put 🍵 before ﾃ. */
export function compareCodes(one: string, other: string): number {
  const points = Array.from(one, pointOf);
  const against = Array.from(other, pointOf);
  for (const [place, point] of points.entries()) {
    const difference = point - (against[place] ?? -1);
    if (difference !== 0) return difference;
  }
  return points.length - against.length;
}

/** How many code points it has. */
export function lengthOf(code: string): number {
  return Array.from(code).length;
}

/** Whether a space stands around it: what Python's `str.strip` takes away, which is not what `trim` does. */
export function hasOuterSpace(code: string): boolean {
  return OUTER_SPACE.test(code);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes the four separators of ASCII for spaces.
const OUTER_SPACE = /^[\p{White_Space}\x1c-\x1f]|[\p{White_Space}\x1c-\x1f]$/u;

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
