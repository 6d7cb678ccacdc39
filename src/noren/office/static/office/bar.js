// On a phone the menu begins closed; without this script it begins open.
if (matchMedia("(max-width: 63.99rem)").matches) document.getElementById("bar-menu").open = false;
