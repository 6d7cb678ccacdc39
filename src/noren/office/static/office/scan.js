// Takes what a scanner types as fast as it comes: each scan leaves the field at once and is sent in turn, once, and again
// until the server has answered. What is not sent yet stays on the device, also when the page is loaded anew.
// Loaded in the head and not deferred: a scanner that types while the page is still being read is heard too.
let form;
const KEY = `noren-scans:${location.pathname}`;
const queue = JSON.parse(localStorage.getItem(KEY) || "[]");
let isSending = false;
let isStale = false;

function keep() {
  localStorage.setItem(KEY, JSON.stringify(queue));
  if (queue.length === 0) form.querySelector("[data-waiting]").hidden = true;
}

function freshUid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function tell(words, isOk) {
  const line = document.createElement("li");
  line.textContent = words;
  if (!isOk) line.className = "bad";
  const said = form.querySelector("[data-said]");
  said.prepend(line);
  while (said.children.length > 6) said.lastChild.remove();
}

async function send() {
  if (isSending) return;
  isSending = true;
  while (queue.length > 0) {
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: new URLSearchParams(queue[0]),
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const told = await answer.json();
      tell(told.ok ? told.said : `${queue[0].code}: ${told.said}`, told.ok);
      isStale = isStale || told.ok;
      queue.shift();
      keep();
    } catch {
      form.querySelector("[data-waiting]").hidden = false;
      await new Promise((wake) => setTimeout(wake, 3000));
    }
  }
  isSending = false;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-scan]")) return;
  event.preventDefault();
  form = event.target;
  const code = form.elements.code;
  if (!code.value.trim()) return;
  const scan = Object.fromEntries(new FormData(form));
  delete scan.csrfmiddlewaretoken;
  scan.uid = freshUid();
  queue.push(scan);
  keep();
  code.value = "";
  form.elements.pieces.value = "";
  if (form.elements.damaged) form.elements.damaged.checked = false;
  code.focus();
  send();
});

// The list below is that of the moment the page was loaded: it is fetched anew when nobody scans for a while.
setInterval(async () => {
  if (!form) return;
  const code = form.elements.code;
  const table = form.parentElement.querySelector(".office-table, .office-rows .soft");
  const isTyping = document.activeElement && document.activeElement !== code && document.activeElement.matches("input");
  if (!isStale || queue.length > 0 || document.hidden || code.value || isTyping || !table) return;
  isStale = false;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = fresh.querySelector(".office-rows");
    if (rows) document.querySelector(".office-rows").replaceWith(rows);
  } catch { isStale = true; }
}, 1500);

document.addEventListener("DOMContentLoaded", () => {
  form = document.querySelector("form[data-scan]");
  form.elements.code.focus();
  send();
});
