/** Starts the till in the page that Django serves. */
import { render } from "preact";
import "./style/till.css";

const root = document.getElementById("till");
if (root) render(<p>…</p>, root);
