/**
 * Compares what the till answers with what Python answered: each line of the file that is named is a basket with its
 * quote, as `python -m noren.pricing.vectors --baskets 5000 --seed 1 --to FILE` writes them. Fails at a difference, and
 * prints the first few with both quotes.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { runnerImport } from "vite";

const SHOWN = 3;
const till = join(dirname(fileURLToPath(import.meta.url)), "..", "till");
const { module } = await runnerImport(join(till, "src", "pricing", "case.ts"), {
  configFile: false,
  root: till,
});

const cases = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").map(JSON.parse);
const answers = cases.map(answer);
const different = cases.filter(({ quote }, place) => !isDeepStrictEqual(answers[place], quote));
for (const { name, quote, ...basket } of different.slice(0, SHOWN)) {
  console.log(`${name}: ${JSON.stringify(basket)}`);
  console.log(`  Python: ${JSON.stringify(quote)}`);
  console.log(`  till:   ${JSON.stringify(answer(basket))}`);
}
console.log(
  `${cases.length - different.length} of ${cases.length} baskets get the same answer on both sides`,
);
process.exit(different.length ? 1 : 0);

function answer(basket) {
  try {
    return module.answerTo(basket);
  } catch (error) {
    return { error: String(error) };
  }
}
