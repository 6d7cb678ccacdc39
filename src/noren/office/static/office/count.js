// Counts a scanned code in the page itself. What it does not know goes to the server, which knows every code.
const scan = document.getElementById("id_scan");
const said = document.getElementById("scanned");
const plain = (code) => code.normalize("NFKC").trim().toUpperCase();
const rows = new Map();
for (const row of document.querySelectorAll("tr[data-sku]")) {
  if (row.dataset.gtin) rows.set(row.dataset.gtin.replace(/^0+/, ""), row);
}
for (const row of document.querySelectorAll("tr[data-sku]")) rows.set(plain(row.dataset.sku), row);
scan.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const code = plain(scan.value);
  const row = rows.get(code) ?? rows.get(code.replace(/^0+/, ""));
  if (!row) return;
  event.preventDefault();
  const field = row.querySelector('input[name^="pieces:"]');
  field.value = String((Number(field.value) || 0) + 1);
  said.textContent = `${row.querySelector("th span").firstChild.textContent.trim()}: ${field.value}`;
  said.hidden = false;
  scan.value = "";
});
