/** The only code that speaks HTTP: tokens, languages, keys, time limits, and whether the server answers. */
import { signal } from "@preact/signals";
import { newUid } from "../data/ids";
import { language } from "../i18n";
import { leavesInTraining, type Method, saysTraining } from "../training/gate";
import { NotConnected, Problem, problemOf } from "./problem";

const TIMEOUT_MS = 10_000;
/** Pauses before a deed without an answer is sent again under the same key. */
const PAUSES_MS = [400, 1_500];

/** Whether the last request was answered. */
export const isConnected = signal(true);

let base = "";
let token: string | null = null;
let onTokenInvalid: () => void = () => undefined;

/** Says where the API is, and what to do when the server no longer knows this till's token. */
export function configureClient(api: string, tokenInvalid: () => void): void {
  base = api;
  onTokenInvalid = tokenInvalid;
}

/** The token sent from now on; null for none. */
export function setToken(given: string | null): void {
  token = given;
}

/** Answers a request on this device, in the server's place. Throws `Problem` or `NotConnected` as the server's would. */
export type Inside = (request: { method: Method; path: string; body?: unknown }) => Promise<unknown>;

let inside: Inside | null = null;

/** From now on everything is answered on this device, but for what leaves in training; null asks the server again. */
export function answerInside(given: Inside | null): void {
  inside = given;
  isConnected.value = true;
}

interface Request {
  method: Method;
  path: string;
  body?: unknown;
  key?: string;
  signal?: AbortSignal | undefined;
  /** How long an answer is waited for; ten seconds by default. */
  patienceMs?: number | undefined;
}

function headersOf({ body, key }: Request): Headers {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": language.value });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (key) headers.set("Idempotency-Key", key);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  return headers;
}

async function send<T>(request: Request): Promise<T> {
  if (saysTraining(request.body)) throw new Error(`practice may not leave this device: ${request.path}`);
  const limit = AbortSignal.timeout(request.patienceMs ?? TIMEOUT_MS);
  const stop = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  let answer: Response;
  try {
    answer = await fetch(base + request.path, {
      method: request.method,
      headers: headersOf(request),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: stop,
      cache: "no-store",
      credentials: "omit",
    });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new NotConnected();
  }
  if (!answer.ok) throw await problemOf(answer);
  if (answer.status === 204) return undefined as T;
  try {
    return (await answer.json()) as T;
  } catch {
    throw new NotConnected();
  }
}

/** Sends once, and keeps `isConnected` and the session true to what came back. */
async function sendAndNote<T>(request: Request): Promise<T> {
  const answer = inside && !leavesInTraining(request) ? inside : null;
  // In training the screens see the network of the exercise, not the one that real sales are sent by.
  const isSeen = !inside || answer !== null;
  try {
    const told = await (answer ? (answer(request) as Promise<T>) : send<T>(request));
    if (isSeen) isConnected.value = true;
    return told;
  } catch (error) {
    if (isSeen && error instanceof NotConnected) isConnected.value = isServerThere(error);
    if (isSeen && error instanceof Problem) isConnected.value = true;
    if (error instanceof Problem && error.code === "token_invalid") onTokenInvalid();
    throw error;
  }
}

/** Whether the server itself spoke: it has a fault, or is busy and says for how long. Proxies say the other three. */
function isServerThere({ retryAfterS, status }: NotConnected): boolean {
  return retryAfterS !== null || status === 500;
}

/** Reads. Throws `Problem`, `NotConnected`, or an `AbortError` when `signal` stopped it. */
export function read<T>(path: string, stop?: AbortSignal, patienceMs?: number): Promise<T> {
  return sendAndNote<T>({ method: "GET", path, signal: stop, patienceMs });
}

/** Asks something that needs a body and writes nothing. */
export function ask<T>(path: string, body: unknown, stop?: AbortSignal, patienceMs?: number): Promise<T> {
  return sendAndNote<T>({ method: "POST", path, body, signal: stop, patienceMs });
}

/** Says how something is now; to say it again is harmless, so it needs no key. */
export function put<T>(path: string, body: unknown): Promise<T> {
  return sendAndNote<T>({ method: "PUT", path, body });
}

/** Says that something is over; to say it again is harmless. */
export function remove(path: string): Promise<void> {
  return sendAndNote<void>({ method: "DELETE", path });
}

let before: () => Promise<void> = () => Promise.resolve();

/** What must be with the server before any deed is; throws `NotConnected` while it is not. */
export function sendBeforeDeeds(given: () => Promise<void>): void {
  before = given;
}

/** Sends a deed once under a key that the caller keeps. */
export async function deedOnce<T>(path: string, body: unknown, key: string, patienceMs?: number): Promise<T> {
  if (!inside) await before();
  return sendAndNote<T>({ method: "POST", path, body, key, patienceMs });
}

// Deeds whose outcome is not known: the next try of the same deed must carry the same key.
const openKeys = new Map<string, string>();

/**
 * Sends a deed under one key, so that nothing is done twice: three times at most, or as long as `patienceMs` says where the
 * device does it by itself otherwise.
 *
 * When no answer came at all, the key is kept: the same tap a minute later repeats the same request.
 * Throws `Problem` or `NotConnected`.
 */
export async function deed<T>(path: string, body?: unknown, patienceMs?: number): Promise<T> {
  const name = `${path} ${JSON.stringify(body ?? null)}`;
  const key = openKeys.get(name) ?? newUid();
  openKeys.set(name, key);
  for (let tries = 0; ; tries += 1) {
    try {
      const told = await deedOnce<T>(path, body, key, patienceMs);
      openKeys.delete(name);
      return told;
    } catch (error) {
      if (!(error instanceof NotConnected)) openKeys.delete(name);
      const pause = patienceMs === undefined ? PAUSES_MS[tries] : undefined;
      if (!(error instanceof NotConnected) || pause === undefined) throw error;
      await sleep(error.retryAfterS === null ? pause : error.retryAfterS * 1_000);
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
