/** The only code that speaks to the print bridge of this device (`noren bridge`), with or without a network. */
import type { PrintedDocument } from "./document";

/** What the bridge says of a job: `why` is what it waits for, empty when nothing is wrong. */
export interface JobTold {
  id: string;
  state: "waiting" | "printing" | "printed" | "unsure" | "called_off";
  why: string;
}

export interface PrinterTold {
  name: string;
  paper_mm: number;
  waiting: number;
  why: string;
}

/** A job; the same id again is the same job. Without a document it opens the drawer, for a reason. */
export interface Job {
  id: string;
  printer: string;
  document: PrintedDocument | null;
  opens_drawer: boolean;
  reason: string;
}

/** Nobody answered: the bridge does not run, or the browser does not let this page speak to it. */
export class BridgeAway extends Error {
  override readonly name = "BridgeAway";
}

/** The bridge refused, and kept nothing. */
export class BridgeRefused extends Error {
  override readonly name = "BridgeRefused";

  constructor(readonly code: string) {
    super(code);
  }
}

/** The bridge holds an answer back for 2.5 s while a job is being printed. */
const TIMEOUT_MS = 8_000;

/** Where a bridge listens, and what it gave this till when they were paired. */
export interface Paired {
  port: number;
  token: string;
}

/** Trades the code that the bridge shows for a token. Throws `BridgeAway` or `BridgeRefused`. */
export async function pair(port: number, code: string): Promise<Paired> {
  const { token } = await ask<{ token: string }>({ port, token: "" }, "POST", "/pair", { code });
  return { port, token };
}

/** The printers of the bridge. Throws `BridgeAway` or `BridgeRefused`. */
export async function listPrinters(bridge: Paired): Promise<PrinterTold[]> {
  return (await ask<{ printers: PrinterTold[] }>(bridge, "GET", "/printers")).printers;
}

/** Hands a job over; safe to repeat. Throws `BridgeAway`, after which it may have been taken or not, or `BridgeRefused`. */
export function sendJob(bridge: Paired, job: Job): Promise<JobTold> {
  return ask<JobTold>(bridge, "POST", "/jobs", job);
}

/** A job as it stands, a moment later. Throws `BridgeAway` or `BridgeRefused`. */
export function readJob(bridge: Paired, id: string): Promise<JobTold> {
  return ask<JobTold>(bridge, "GET", `/jobs/${id}`);
}

/** Calls a job off that waits; one that began stays as it is. Throws `BridgeAway` or `BridgeRefused`. */
export function callOff(bridge: Paired, id: string): Promise<JobTold> {
  return ask<JobTold>(bridge, "DELETE", `/jobs/${id}`);
}

async function ask<T>({ port, token }: Paired, method: string, path: string, body?: unknown): Promise<T> {
  let answer: Response;
  let told: unknown;
  try {
    answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: "no-store",
      credentials: "omit",
    });
    told = await answer.json();
  } catch {
    throw new BridgeAway();
  }
  if (!answer.ok) throw new BridgeRefused(String((told as { code?: unknown }).code));
  return told as T;
}
