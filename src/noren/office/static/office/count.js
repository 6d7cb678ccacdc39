// Counts a scanned code in the page itself. What it does not know goes to the server, which knows every code.
// Loaded in the head and not deferred: a scanner that types while the page is still being read is heard too.
const plain = (code) => code.normalize("NFKC").trim().toUpperCase();

function rowOf(code) {
  const rows = new Map();
  for (const row of document.querySelectorAll("tr[data-sku]")) {
    if (row.dataset.gtin) rows.set(row.dataset.gtin.replace(/^0+/, ""), row);
  }
  for (const row of document.querySelectorAll("tr[data-sku]")) rows.set(plain(row.dataset.sku), row);
  return rows.get(code) ?? rows.get(code.replace(/^0+/, ""));
}

document.addEventListener("keydown", (event) => {
  const scan = event.target;
  if (scan.id !== "id_scan" || event.key !== "Enter" || event.isComposing) return;
  const row = rowOf(plain(scan.value));
  if (!row) return;
  event.preventDefault();
  const field = row.querySelector('input[name^="pieces:"]');
  const said = document.getElementById("scanned");
  field.value = String((Number(field.value) || 0) + 1);
  said.textContent = `${row.querySelector("th span").firstChild.textContent.trim()}: ${field.value}`;
  said.hidden = false;
  scan.value = "";
});
