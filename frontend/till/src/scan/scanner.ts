/** Scans: where a code goes, wherever it was scanned or typed, and in the order it came. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { SEPARATOR } from "../assortment/gs1";
import { hushStep } from "../state/announce";
import { playRefused } from "../state/sound";
import { codeInField, Wedge } from "./wedge";

type Take = (code: string) => Promise<void>;

let take: Take | null = null;
let queue: Promise<void> = Promise.resolve();

/** The field that codes are typed into; the screens show one at most. */
export const SCAN_FIELD = "scan";

/** Hands a code to the screen; two fast scans arrive one after the other. */
export function scan(code: string): void {
  const plain = code.normalize("NFKC").trim();
  if (!plain) return;
  hushStep();
  queue = queue.then(() => take?.(plain)).catch(report);
}

function report(error: unknown): void {
  // Left to the browser's own report: one scan that failed must not stop the next.
  setTimeout(() => {
    throw error;
  });
}

/** Says what this screen does with a code, while it is on. */
export function useScans(handler: Take): void {
  const newest = useRef(handler);
  newest.current = handler;
  // Before the screen is painted: a scan that comes right after must not fall between two screens.
  useLayoutEffect(() => {
    const mine: Take = (code) => newest.current(code);
    take = mine;
    return () => {
      if (take === mine) take = null;
    };
  }, []);
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

function isTyped(target: EventTarget | null): target is Typed {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type)
  );
}

/** Listens for a scanner that types, on the whole page. */
export function listenForScanner(isDialogOpen: () => boolean): void {
  const wedge = new Wedge();
  // What the field held before the run of fast keys, to be put back when the run was a scan.
  let before = "";

  // No key of the page: a browser would do with it what it does with Ctrl and ].
  const pressSeparator = (event: KeyboardEvent) => {
    if (wedge.length > 0) event.preventDefault();
    wedge.press(SEPARATOR, event.timeStamp);
  };
  const onKey = (event: KeyboardEvent) => {
    if (isSeparator(event)) return pressSeparator(event);
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return wedge.reset();
    const isChar = event.key.length === 1;
    if (isChar && event.key !== " " && !isTyped(event.target) && !isDialogOpen()) focusKeyField();
    const field = isTyped(document.activeElement) ? document.activeElement : null;
    const code = wedge.press(event.key, event.timeStamp);
    if (isChar && wedge.length === 1) before = field?.value ?? "";
    if (code === null || !take) return;
    event.preventDefault();
    event.stopPropagation();
    const isScanField = field?.id === SCAN_FIELD;
    // What the field held lacks the separators, which no field takes.
    const whole = isScanField && !code.includes(SEPARATOR) ? codeInField(field?.value ?? "", code) : code;
    if (field) putBack(field, isScanField ? "" : before);
    if (isDialogOpen()) playRefused();
    else scan(whole);
  };
  addEventListener("keydown", onKey, { capture: true });
}

/** Whether a scanner types the separator of GS1's element strings: as Ctrl and ], in which ASCII has it. */
function isSeparator(event: KeyboardEvent): boolean {
  return event.key === SEPARATOR || (event.ctrlKey && event.key === "]" && !event.altKey && !event.metaKey);
}

/** The key that moves the focus is typed into the field that gets it: the last one on the page that takes keys. */
function focusKeyField(): void {
  [...document.querySelectorAll<HTMLElement>("[data-takes-keys]")].at(-1)?.focus();
}

function putBack(field: Typed, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
