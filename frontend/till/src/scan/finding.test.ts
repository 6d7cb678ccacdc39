import { afterEach, expect, test, vi } from "vitest";
import { configureClient } from "../api/client";
import { Finding, looksLikeWords } from "./finding";

afterEach(() => void vi.unstubAllGlobals());

test.each(["珈", "コーヒー", "co", "coffee 200"])("%s is looked up by name while it is typed", (text) => {
  expect(looksLikeWords(text)).toBe(true);
});

test.each(["", "c", "4", "2000001000427", "  "])("%s is not", (text) => {
  expect(looksLikeWords(text)).toBe(false);
});

/** A server that answers with this, when it is let go. */
function serverOf(status: number, body: unknown) {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((open) => {
    go = open;
  });
  configureClient("/api", () => undefined);
  vi.stubGlobal("fetch", async () => {
    await gate;
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  });
  return go;
}

test("what is typed while a code is asked for stays in the field", async () => {
  const go = serverOf(200, { kind: "variant", variant: { sku: "100042" } });
  const finding = new Finding();

  const found = finding.resolve("2000001000427", true);
  finding.type("20000");
  go();

  expect(await found).toMatchObject({ kind: "variant" });
  expect(finding.text.value).toBe("20000");
});

test("a code without an answer comes back to be tried again, unless the next one is there", async () => {
  const go = serverOf(503, {});
  const finding = new Finding();
  const other = new Finding();

  const asked = [finding.resolve("2000001000427", true), other.resolve("2000001000427", true)];
  other.type("2000001000434");
  go();
  await Promise.all(asked);

  expect(finding.text.value).toBe("2000001000427");
  expect(other.text.value).toBe("2000001000434");
  expect(finding.trouble.value).not.toBe("");
});

test("the arrow keys go round the goods found, and new goods begin anew", async () => {
  serverOf(200, { variants: [{ sku: "100042" }, { sku: "100043" }] })();
  const finding = new Finding();
  finding.move(1);
  expect(finding.reached).toBeUndefined();

  finding.type("コーヒー");
  await vi.waitFor(() => expect(finding.choices.value).toHaveLength(2));
  const reached = ([-1, 1, 1, 1] as const).map((step) => {
    finding.move(step);
    return finding.reached?.sku;
  });
  expect(reached).toEqual(["100043", "100042", "100043", "100042"]);

  finding.type("");
  expect(finding.active.value).toBe(-1);
});
