/* Names what Swagger UI leaves without a name: for who works by keyboard or hears the page. */
const names = [
  ["h3:not([aria-level])", (heading) => heading.setAttribute("aria-level", "2")],
  ["h4:not([aria-level])", (heading) => heading.setAttribute("aria-level", "3")],
  [".examples-select-element:not([aria-label])", (choice) => choice.setAttribute("aria-label", "Example")],
  [".microlight:not([tabindex])", (code) => code.setAttribute("tabindex", "0")],
  ["table.responses-table:not([aria-label])", (table) => table.setAttribute("aria-label", table.id)],
  [".close-modal:not([aria-label])", (button) => button.setAttribute("aria-label", "Close")],
  [".auth-btn-wrapper [type=submit][aria-label]", (button) => button.removeAttribute("aria-label")],
];

new MutationObserver(() => {
  for (const [selector, name] of names) document.querySelectorAll(selector).forEach(name);
}).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
