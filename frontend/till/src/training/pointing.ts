/** Points at the control that the step is about: an outline around it, brought to where the panel does not cover it. */
import { useEffect } from "preact/hooks";

const MARK = "data-pointed";
/** Screens are drawn anew for many reasons; a look this often is soon enough for eyes. */
const LOOK_MS = 250;
/** So long a screen that came on may still move, as its heading takes the focus and what was read comes in. */
const SETTLED_AFTER_MS = 1_500;

/** Keeps the outline on the first of these selectors that is on the screen, as long as the caller is. */
export function usePointing(selectors: readonly string[]): void {
  const key = selectors.join("\n");
  useEffect(() => {
    let shown: Element | null = null;
    let cameAt = 0;
    const look = () => {
      const found = firstVisible(selectors);
      if (found !== shown) {
        shown?.removeAttribute(MARK);
        cameAt = performance.now();
      }
      if (performance.now() - cameAt < SETTLED_AFTER_MS) bring(found);
      found?.setAttribute(MARK, "");
      shown = found;
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    // A tablet that is turned, or a hint that makes the panel higher, must not hide it. Who scrolls away may do so.
    const sizes = new ResizeObserver(() => requestAnimationFrame(() => bring(shown)));
    sizes.observe(document.documentElement);
    for (const panel of document.querySelectorAll(".training")) sizes.observe(panel);
    return () => {
      clearInterval(timer);
      sizes.disconnect();
      shown?.removeAttribute(MARK);
    };
  }, [key]);
}

/** Scrolls what is covered, and no further than needed; the page's scroll padding says how far the panel reaches. */
function bring(control: Element | null): void {
  if (control && !isFree(control)) control.scrollIntoView({ block: "nearest" });
}

/** Whether its first and its last line can be tapped. */
function isFree(control: Element): boolean {
  const { x, width, top, bottom } = control.getBoundingClientRect();
  return [top + 2, bottom - 2].every((y) => control.contains(document.elementFromPoint(x + width / 2, y)));
}

function firstVisible(selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const found = document.querySelector(selector);
    if (found?.checkVisibility()) return found;
  }
  return null;
}
