/** Where the focus goes when what had it is taken away. */
import { SCAN_FIELD } from "../scan/scanner";

/**
 * Moves the focus to the scan field after a click by key.
 *
 * Not after a touch: on a tablet a focused field brings up the keyboard, which would cover the list.
 */
export function leaveToScanField(click: MouseEvent): void {
  if (click.detail === 0) document.getElementById(SCAN_FIELD)?.focus({ preventScroll: true });
}
