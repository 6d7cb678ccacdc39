/** The till's words, from the same catalogue as the server's pages. */
import { signal } from "@preact/signals";
import type { Boot } from "./boot";
import type { Text } from "./texts";

let catalogues: Boot["catalogues"] = {};

/** The language on the screen; also asked of the server for its sentences. */
export const language = signal("en");

/** Takes the catalogues of the page, and the language to start in. */
export function setCatalogues(given: Boot["catalogues"], start: string): void {
  catalogues = given;
  language.value = start;
}

/** A text in the chosen language, with its `%(name)s` places filled. Reading it subscribes to the language. */
export function t(text: Text, values: Readonly<Record<string, string | number>> = {}): string {
  const words = catalogues[language.value]?.[text] ?? text;
  return words.replace(/%\((\w+)\)s/g, (_, name: string) => String(values[name] ?? ""));
}
