// Says that a file is too large before it is sent; the server says it too.
const form = document.getElementById("upload");
const limit = Number(form.dataset.limitBytes);
form.addEventListener("change", () => {
  const file = form.elements.file.files[0];
  const tooLarge = Boolean(file) && file.size > limit;
  document.getElementById("too-large").hidden = !tooLarge;
  form.querySelector("button").disabled = tooLarge;
});
