// What HTML and htmx cannot do for the shopper: ask the phone where it is, follow what changes, count down, keep a card bright.
// Every page works without this file; what only works with it stays hidden until it is here.

const all = (selector, root = document) => root.querySelectorAll(selector);

/* Where the shopper is: only after a press, sent as an ordinary form. */
function offerLocation(form) {
  const said = form.querySelector("[data-said]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.latitude.value) return;
    event.preventDefault();
    said.textContent = form.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(3);
        form.elements.longitude.value = coords.longitude.toFixed(3);
        form.requestSubmit();
      },
      () => { said.textContent = form.dataset.refused; },
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}

/* What changes by itself: asked for while the page is seen, more slowly when the network fails. */
const SLOWEST = 30_000;
/* Not taken out of the shopper's hands: an open dialog, a field, and what has the focus without an id, by which htmx
   gives the focus to the new button or link in its place. */
const IN_USE = "dialog[open], input:focus, select:focus, textarea:focus, :focus:not([id])";
const isInUse = (element) => element.querySelector(IN_USE) !== null;
function follow(id) {
  let wait;
  const ask = () => {
    const element = document.getElementById(id);
    if (!element?.dataset.every) return;
    wait = Math.min(wait ?? Number(element.dataset.every), SLOWEST);
    setTimeout(ask, wait);
    if (document.hidden || isInUse(element)) return;
    window.htmx?.trigger(element, "follow");
  };
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.id !== id) return;
    wait = detail.successful ? Number(detail.elt.dataset.every) : wait * 2;
  });
  // The dialog may have been opened while the answer was on its way; the next one says the same.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.elt.id === id && isInUse(detail.elt)) detail.shouldSwap = false;
  });
  document.addEventListener("visibilitychange", () => {
    const element = document.getElementById(id);
    if (!document.hidden && element?.dataset.every && !isInUse(element)) window.htmx?.trigger(element, "follow");
  });
  setTimeout(ask, Number(document.getElementById(id).dataset.every));
}

/* Stock is sold while it is looked at: whether it changed is asked twice a second in a few bytes, and only then what
   the page shows now. Not while the page is hidden, and ever more slowly while no answer comes. */
const OFTEN = 500;
function watch(id) {
  let wait = OFTEN;
  let timer;
  let isAsking = false;
  const ask = async () => {
    clearTimeout(timer);
    const element = document.getElementById(id);
    if (!element?.dataset.mark || document.hidden || isAsking) return;
    isAsking = true;
    const began = Date.now();
    try {
      const answer = await fetch(element.dataset.mark, { credentials: "omit", signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) throw new Error(answer.statusText);
      wait = OFTEN;
      if (answer.status === 200 && !isInUse(element)) window.htmx?.trigger(element, "follow");
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
    }
    isAsking = false;
    timer = setTimeout(ask, Math.max(0, wait - (Date.now() - began)));
  };
  // A row without its button is lower: kept as high as it was, nothing below moves away under a finger.
  let heights = [];
  const rows = () => [...all(".stores > li", document.getElementById(id))];
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.elt.id === id) heights = rows().map((row) => row.getBoundingClientRect().height);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const [place, row] of rows().entries()) if (heights[place]) row.style.minHeight = `${heights[place]}px`;
    heights = [];
  });
  const again = () => { wait = OFTEN; ask(); };
  document.addEventListener("visibilitychange", again);
  window.addEventListener("online", again);
  timer = setTimeout(ask, OFTEN);
}

/* How long the goods are still held. The end is said once, aloud; the digits are not. */
function countDown(element) {
  const until = Date.parse(element.dataset.until);
  const tick = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    element.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) { setTimeout(tick, 1000); return; }
    for (const over of all("[data-when-over]")) over.hidden = false;
    for (const shown of all("[data-until-over]")) shown.hidden = true;
  };
  tick();
}

/* A mail in its frame: as long as it is, so that it is read by scrolling the page alone. */
function showWhole(frame) {
  const fit = () => {
    const mail = frame.contentDocument?.documentElement;
    if (mail) frame.style.height = `${mail.scrollHeight + frame.offsetHeight - frame.clientHeight}px`;
  };
  frame.addEventListener("load", fit);
  window.addEventListener("resize", () => { frame.style.height = ""; fit(); });
  fit();
}

/* A code to be scanned: large, and the screen stays on while it is shown. */
async function showLarge(dialog) {
  dialog.showModal();
  const lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  dialog.addEventListener("close", () => lock?.release(), { once: true });
}
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-large]");
  if (button) showLarge(document.getElementById(button.dataset.large));
  if (target.closest?.("[data-print]")) window.print();
  if (target.matches?.("dialog[open]")) target.close();
});

/* Forms: a changed choice is sent at once, and an order is sent only once. */
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-send-on-change]")) target.form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  for (const button of all("button", form)) {
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.once;
  }
});
/* When an answer does not come: the page says so. When it is an error: the page as it stands now is shown. */
const isForm = ({ detail }) => detail.elt.matches("form");
document.addEventListener("htmx:sendError", (event) => { if (isForm(event)) document.getElementById("offline").hidden = false; });
document.addEventListener("htmx:responseError", (event) => { if (isForm(event)) location.reload(); });
document.addEventListener("htmx:afterOnLoad", () => { document.getElementById("offline").hidden = true; });
/* Back from another page: figures may have changed. */
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });

if ("geolocation" in navigator) all("form[data-locate]").forEach(offerLocation);
for (const element of all("[data-every]")) follow(element.id);
for (const element of all("[data-mark]")) watch(element.id);
all("[data-until]").forEach(countDown);
all("[data-whole]").forEach(showWhole);
document.documentElement.dataset.ready = "yes";
