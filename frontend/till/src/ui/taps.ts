/**
 * What was pressed is what is tapped, although the page moves between press and release: news above a screen come and go
 * by themselves. A browser taps what lies below the finger in the end: another button, or none.
 */

/** How far, in CSS px, a finger may slide: beyond that somebody leaves the button on purpose. */
const MOST_SLIDE_PX = 12;
const TAPPED = "button, a[href], label, summary";

let pressed: { target: Element; x: number; y: number } | null = null;

/** Holds every tap to what was pressed, from now on. */
export function keepTaps(): void {
  addEventListener("pointerdown", press, { capture: true });
  addEventListener("click", release, { capture: true });
}

function press({ target, clientX: x, clientY: y, isPrimary }: PointerEvent): void {
  if (!isPrimary) return;
  const tapped = tappedAt(target);
  pressed = tapped && { target: tapped, x, y };
}

function release(click: MouseEvent): void {
  // A key on a button, and what a script clicks, were not pressed here.
  if (!click.isTrusted || click.detail === 0) return;
  const meant = pressed;
  // A click on a label is followed by one on its field.
  pressed = null;
  if (!meant || tappedAt(click.target) === meant.target) return;
  if (Math.hypot(click.clientX - meant.x, click.clientY - meant.y) > MOST_SLIDE_PX) return;
  click.preventDefault();
  click.stopImmediatePropagation();
  if (meant.target.isConnected && meant.target instanceof HTMLElement) meant.target.click();
}

function tappedAt(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest(TAPPED) : null;
}
