/** What went wrong last on this device, for the office: a fault of the app, or why a sale is not booked. */
import type { Envelope } from "../data/db";

const MOST = 200;
let lastFault = "";

/** Notes faults of the app from now on. */
export function followFaults(): void {
  addEventListener("error", ({ error, message }) => note(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => note(reason));
}

function note(fault: unknown): void {
  lastFault = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}

/** The answer to the oldest sale that waits, else the last fault; empty when there is none. One line. */
export function lastErrorOf(waiting: readonly Pick<Envelope, "lastAnswer">[]): string {
  const answer = waiting.find(({ lastAnswer }) => lastAnswer)?.lastAnswer;
  const words = answer ? answerWords(answer) : lastFault;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the office takes none
  return words.replace(/[\x00-\x1f\x7f]+/g, " ").slice(0, MOST);
}

/** By its code, not its sentence: that may name a customer. */
function answerWords({ status, code }: NonNullable<Envelope["lastAnswer"]>): string {
  if (code) return code;
  return status ? `HTTP ${status}` : "";
}
