/** Codes as people read them aloud and type them. */

/** A spoken code as its shape is: upper case, no spaces or dashes, I and L as 1, O as 0. */
export function foldCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\s\-‐-―−ー]/g, "")
    .toUpperCase()
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0");
}
