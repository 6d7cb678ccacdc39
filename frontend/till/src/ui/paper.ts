/** The paper of a receipt: 80 mm wide and as long as the receipt, so that the printer cuts where it ends. */

const MARGIN_MM = 4;
const WIDTH_MM = 80;
const MM_PER_PX = 25.4 / 96;

// Made by script, not written into the page, where the policy would refuse it.
let made: CSSStyleSheet | undefined;

function takePage(rule: string): void {
  made ??= new CSSStyleSheet();
  made.replaceSync(rule);
  if (!document.adoptedStyleSheets.includes(made)) document.adoptedStyleSheets.push(made);
}

/** Sets the printer's page to the length of the receipt on the screen; without one, leaves it to the printer. */
export function cutPaper(): void {
  const receipt = document.querySelector(".receipt");
  if (!receipt) return;
  const lengthMm = Math.ceil(printedHeightPx(receipt) * MM_PER_PX) + 2 * MARGIN_MM + 1;
  takePage(`@page { size: ${WIDTH_MM}mm ${lengthMm}mm; margin: ${MARGIN_MM}mm }`);
}

/** Sets the printer's page to a sheet. */
export function takeSheet(size: "A4" | "A5"): void {
  takePage(`@page { size: ${size}; margin: 10mm }`);
}

/** How high the receipt is in its printed shape, which differs from the one on the screen. */
function printedHeightPx(receipt: Element): number {
  const trial = receipt.cloneNode(true) as HTMLElement;
  trial.classList.add("receipt--paper");
  trial.setAttribute("aria-hidden", "true");
  document.body.append(trial);
  const height = trial.offsetHeight;
  trial.remove();
  return height;
}
