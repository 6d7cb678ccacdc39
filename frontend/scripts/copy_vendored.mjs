/** Copies what Django serves as it is: htmx for the shop and the office, Swagger UI for the API's documentation. */
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const { resolve } = createRequire(import.meta.url);

const COPIES = {
  shop: ["htmx.org/dist/htmx.min.js"],
  api: ["swagger-ui-dist/swagger-ui.css", "swagger-ui-dist/swagger-ui-bundle.js"],
};

for (const [folder, files] of Object.entries(COPIES)) {
  mkdirSync(join(dist, folder), { recursive: true });
  for (const file of files) copyFileSync(resolve(file), join(dist, folder, file.split("/").at(-1)));
}
