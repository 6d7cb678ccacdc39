/**
 * Writes src/noren/till/texts.py from till/src/texts.ts, so that gettext's tools and the server find the till's texts.
 * With --check it writes nothing and fails when the file is not what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(frontend, "till", "src", "texts.ts");
const target = join(frontend, "..", "src", "noren", "till", "texts.py");

const [, list] = /TEXTS = \[([\s\S]*?)\] as const/.exec(readFileSync(source, "utf8"));
const texts = [...list.matchAll(/^\s*("(?:[^"\\]|\\.)*"),$/gm)].map((match) => JSON.parse(match[1]));

const lines = texts.map((text) => `    _(${JSON.stringify(text)}),`);
const module = `"""The texts of the till's app, for the translators and for the page that carries their translations.

Written by \`npm run texts\` from frontend/till/src/texts.ts; change that file, not this one.
"""

from django.utils.translation import gettext_noop as _

TEXTS: tuple[str, ...] = (
${lines.join("\n")}
)
`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== module) {
    console.error("src/noren/till/texts.py is not what texts.ts says: run `npm run texts`");
    process.exit(1);
  }
} else {
  writeFileSync(target, module);
}
