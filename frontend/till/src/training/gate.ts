/** What may leave this device: the one place that keeps practice in. Pure, so that a new call cannot get round it. */

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Leaving {
  method: Method;
  path: string;
  body?: unknown;
}

/**
 * What leaves in training too: what the till needs to be here at all, goods and terms, none of which shows a customer;
 * who may take over and the PIN by which somebody does, as the next customer may be a real one; how the device stands,
 * so that one that is lost can be stopped; and real sales that wait to be booked. All else is answered on the device or
 * refused, also what is added later.
 */
const LEAVES: ReadonlySet<string> = new Set([
  "GET /stores",
  "GET /me",
  "GET /feed",
  "GET /offline-terms",
  "GET /staff",
  "POST /sign-in",
  "POST /sign-out",
  "POST /switch",
  "POST /envelopes",
  "POST /devices/report",
  "POST /devices/envelopes",
]);

/** Whether a request goes to the server while this till trains. */
export function leavesInTraining({ method, path }: Leaving): boolean {
  return LEAVES.has(`${method} ${path.split("?")[0]}`);
}

/** Whether a body says anywhere that it is practice: it never leaves, in training or later. */
export function saysTraining(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(saysTraining);
  if (typeof body !== "object" || body === null) return false;
  return Object.entries(body).some(([name, value]) =>
    name === "is_training" ? value === true : saysTraining(value),
  );
}
