/**
 * Writes till/src/api/schema.ts, the shapes of what the till's part of the API reads and answers, as the API itself
 * describes them. With --check it writes nothing and fails when the file is not what it would write.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const target = join(root, "frontend", "till", "src", "api", "schema.ts");
const HEADER =
  "// Written by `npm run types` from the API's description; change the API's schemas, not this file.\n\n";
const FOR_PEOPLE = new Set(["title", "description", "example", "examples"]);
const REFERENCE = "#/components/schemas/";

/** What the API says of itself. It is asked without a database: no server listens on port 1. */
function description() {
  const own = join(root, ".venv", "bin", "python");
  const words = ["-W", "ignore", "-m", "django", "export_openapi_schema", "--api", "noren.api.urls.api"];
  const answer = execFileSync(existsSync(own) ? own : "python3", words, {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
      NOREN_SECRET_KEY: "for-checks-only",
      ...process.env,
      DJANGO_SETTINGS_MODULE: "noren.settings",
    },
  });
  return JSON.parse(answer);
}

/** The names of the schemas that a part of the description refers to. */
function namesIn(part) {
  if (Array.isArray(part)) return part.flatMap(namesIn);
  if (part === null || typeof part !== "object") return [];
  const own =
    typeof part.$ref === "string" && part.$ref.startsWith(REFERENCE)
      ? [part.$ref.slice(REFERENCE.length)]
      : [];
  return [...own, ...Object.values(part).flatMap(namesIn)];
}

/** A schema without the words for people; a property that is called like one of them stays. */
function bare(part, isProperties = false) {
  if (Array.isArray(part)) return part.map((each) => bare(each));
  if (part === null || typeof part !== "object") return part;
  const kept = Object.entries(part).filter(([name]) => isProperties || !FOR_PEOPLE.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, bare(value, name === "properties" && !isProperties)]),
  );
}

const { openapi, info, paths, components } = description();
const wanted = new Set();
const open = namesIn(Object.entries(paths).filter(([path]) => path.startsWith("/api/v1/till/")));
while (open.length > 0) {
  const name = open.pop();
  if (wanted.has(name)) continue;
  wanted.add(name);
  open.push(...namesIn(components.schemas[name]));
}
const schemas = Object.fromEntries([...wanted].sort().map((name) => [name, bare(components.schemas[name])]));
const text = HEADER + astToString(await openapiTS({ openapi, info, paths: {}, components: { schemas } }));

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("frontend/till/src/api/schema.ts is not what the API says: run `npm run types`");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
