// A roll is cut where each slip ends: its page is as long as the slip stands on the screen, which is as wide as the paper.
const WIDTH_MM = 80;
const MARGIN_MM = 4;
const MM_PER_PX = 25.4 / 96;
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

function cut() {
  const is_roll = document.querySelector("[name=paper][value=roll]").checked;
  const rules = [...document.querySelectorAll(".pickup-slip")].map((slip, place) => {
    slip.dataset.page = `slip-${place}`;
    const length = Math.ceil(slip.offsetHeight * MM_PER_PX) + 2 * MARGIN_MM + 1;
    return `@page slip-${place} { size: ${WIDTH_MM}mm ${length}mm; margin: ${MARGIN_MM}mm } [data-page="slip-${place}"] { page: slip-${place} !important }`;
  });
  sheet.replaceSync(is_roll ? rules.join("\n") : "");
}

const KEPT = "noren-slip-paper";
const choices = [...document.querySelectorAll("[name=paper]")];
const kept = choices.find((one) => one.value === localStorage.getItem(KEPT));
if (kept) kept.checked = true;
for (const one of choices) {
  one.addEventListener("change", () => {
    localStorage.setItem(KEPT, one.value);
    cut();
  });
}
addEventListener("beforeprint", cut);
cut();
