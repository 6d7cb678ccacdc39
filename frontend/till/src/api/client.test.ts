import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask, configureClient, deed, isConnected, read, setToken } from "./client";
import { NotConnected, Problem } from "./problem";

interface Sent {
  url: string;
  headers: Headers;
  body: string | null;
}

let sent: Sent[];
let runOut: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  runOut = vi.fn();
  configureClient("/api/v1/till", () => runOut());
  setToken("nt_secret");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that gives these answers, one after the other; null is no answer at all. */
function serverOf(
  ...answers: ([status: number, body: unknown, headers?: Record<string, string>] | null)[]
): void {
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, headers: new Headers(init.headers), body: init.body as string | null });
    const answer = answers.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    const [status, body, headers] = answer;
    return new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": "application/json", ...headers },
    });
  });
}

const keys = () => sent.map(({ headers }) => headers.get("Idempotency-Key"));

/** What became of it, once all pauses are over. */
async function outcomeOf<T>(work: Promise<T>): Promise<T | unknown> {
  const outcome = work.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

test("every request says who asks and in which language", async () => {
  serverOf([200, {}]);

  await read("/me");

  expect(sent[0]?.url).toBe("/api/v1/till/me");
  expect(sent[0]?.headers.get("Authorization")).toBe("Bearer nt_secret");
  expect(sent[0]?.headers.get("Accept-Language")).toBe("en");
});

test("a deed without an answer is sent again under the same key", async () => {
  serverOf(null, [503, { code: "unavailable" }], [200, { status: "ready" }]);

  expect(await outcomeOf(deed("/pickups/1/ready"))).toEqual({ status: "ready" });

  expect(sent).toHaveLength(3);
  expect(new Set(keys()).size).toBe(1);
});

test("the next tap after three lost answers carries the same key, and the one after an answer a new one", async () => {
  serverOf(null, null, null, [200, {}], [200, {}]);

  expect(await outcomeOf(deed("/receipts/1/print"))).toBeInstanceOf(NotConnected);
  await outcomeOf(deed("/receipts/1/print"));
  await outcomeOf(deed("/receipts/1/print"));

  const [first, , , fourth, fifth] = keys();
  expect(fourth).toBe(first);
  expect(fifth).not.toBe(first);
});

test("a deed that the device can do by itself is asked for once, no longer than it may take, and again under its key", async () => {
  const asked: AbortSignal[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, headers: new Headers(init.headers), body: null });
    const { signal } = init;
    if (!signal) throw new Error("nothing ends it");
    asked.push(signal);
    if (asked.length > 1) return new Response("{}", { status: 200 });
    return new Promise<Response>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason)),
    );
  });
  vi.useRealTimers();

  const began = performance.now();
  await expect(deed("/shifts", { uid: "1" }, 50)).rejects.toBeInstanceOf(NotConnected);

  expect(performance.now() - began).toBeLessThan(2_000);
  expect(asked).toHaveLength(1);
  await deed("/shifts", { uid: "1" }, 50);
  expect(new Set(keys()).size).toBe(1);
});

test("a refusal is not repeated, and the mended deed has a key of its own", async () => {
  serverOf([422, { code: "reason_missing", detail: "Say why." }], [200, {}]);

  expect(await outcomeOf(deed("/pickups/1/reject", { reason: "" }))).toBeInstanceOf(Problem);
  await outcomeOf(deed("/pickups/1/reject", { reason: "Closed" }));

  expect(sent).toHaveLength(2);
  expect(new Set(keys()).size).toBe(2);
});

test("a busy server is asked again after the pause it wishes, and is not taken for a lost connection", async () => {
  serverOf([409, { code: "busy" }, { "Retry-After": "2" }], [200, {}]);

  const outcome = outcomeOf(deed("/pickups/1/ready"));
  await outcome;

  expect(sent).toHaveLength(2);
  expect(isConnected.value).toBe(true);
});

test("whether the server answers is known after every request", async () => {
  serverOf(null, [404, { code: "code_unknown", detail: "?" }]);

  await outcomeOf(read("/resolve?code=1"));
  expect(isConnected.value).toBe(false);
  await outcomeOf(read("/resolve?code=1"));
  expect(isConnected.value).toBe(true);
});

test.each([
  [500, true],
  [502, false],
])("after an answer %i it is %s that the server is there", async (status, isThere) => {
  serverOf([status, { code: "internal" }]);

  await outcomeOf(read("/me"));

  expect(isConnected.value).toBe(isThere);
});

test("a token the server does not know any more ends the session; a wrong password does not", async () => {
  serverOf(
    [401, { code: "sign_in_failed", detail: "Wrong." }],
    [401, { code: "token_invalid", detail: "?" }],
  );

  await outcomeOf(ask("/sign-in", {}));
  expect(runOut).not.toHaveBeenCalled();
  await outcomeOf(read("/me"));
  expect(runOut).toHaveBeenCalledOnce();
});

test("a question that was taken back is no lost connection", async () => {
  const stop = new AbortController();
  vi.stubGlobal(
    "fetch",
    (_url: string, { signal }: RequestInit) =>
      new Promise((_, fail) =>
        signal?.addEventListener("abort", () => fail(new DOMException("", "AbortError"))),
      ),
  );
  isConnected.value = true;

  const outcome = ask("/quote", {}, stop.signal).catch((error: unknown) => error);
  stop.abort();

  expect(await outcome).toMatchObject({ name: "AbortError" });
  expect(isConnected.value).toBe(true);
});
