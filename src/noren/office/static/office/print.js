// The button is there only where it can do something.
const print_button = document.getElementById("print");
print_button.hidden = false;
print_button.addEventListener("click", () => window.print());
