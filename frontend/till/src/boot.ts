/** What the page that Django serves tells the till before anything else. */

export interface Boot {
  /** Address of the API's till endpoints, without a slash at the end. */
  api: string;
  /** Address of the worker that keeps the page on the device. */
  worker: string;
  /** Tells this build of the app from others. */
  version: string;
  /** Seconds that an answer is waited for where the till could go on by itself. */
  patience_s: number;
  /** The language to start in, when this device has not chosen one. */
  language: string;
  languages: { code: string; name: string }[];
  /** By language: the words for each of the texts in `texts.ts`. */
  catalogues: Record<string, Record<string, string>>;
}

/** Reads the page's data block. */
export function readBoot(): Boot {
  const block = document.getElementById("till-boot");
  if (!block?.textContent) throw new Error("the page has no till-boot block");
  return JSON.parse(block.textContent) as Boot;
}
