/**
 * Writes till/src/api/schema.ts, the shapes of what the API reads and answers, from its OpenAPI description:
 *   node scripts/make_types.mjs openapi.json [--check]
 * With --check it writes nothing and fails when the file is not what it would write. `make api-types` makes the
 * description and calls this.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const target = join(dirname(fileURLToPath(import.meta.url)), "..", "till", "src", "api", "schema.ts");
const [source] = process.argv.slice(2).filter((word) => !word.startsWith("--"));

// The shapes alone: which path answers what stands in the calls of till/src/api/till.ts.
const description = { ...JSON.parse(readFileSync(source, "utf8")), paths: {} };
const text = COMMENT_HEADER + astToString(await openapiTS(description));

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("frontend/till/src/api/schema.ts is not what the API says: run `make api-types`");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
