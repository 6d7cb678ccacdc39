/** Refusals of the server (RFC 9457 problem details), and the absence of any answer. */
import type { FieldProblem } from "./shapes";

/** The server understood and refused; nothing was written. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly field: string | null = null,
    readonly errors: readonly FieldProblem[] = [],
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  /** The sentence for one input, or undefined when this input is not at fault. */
  at(field: string): string | undefined {
    const error = this.errors.find((one) => one.field === field);
    if (error) return error.message;
    return this.field === field ? this.message : undefined;
  }
}

/** No answer, or one that says nothing about the deed: it may have been done or not. The same request may be sent again. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";

  constructor(
    readonly retryAfterS: number | null = null,
    /** Of the answer that says nothing about the deed; null when none came. */
    readonly status: number | null = null,
  ) {
    super(status === null ? "no answer" : `HTTP ${status}`);
  }
}

/** Whether a refusal means that the uid of a sale was used up: it is booked, with other goods or other money. */
export function isUidUsedUp({ code }: { code?: string }): boolean {
  return code === "idempotency_key_reused" || code === "order_uid_taken";
}

/** States in which the very same request may succeed in a moment. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The refusal in an answer that is not 2xx, or `NotConnected` when it says nothing about the deed. */
export async function problemOf(answer: Response): Promise<Problem | NotConnected> {
  const told = await bodyOf(answer);
  const code = typeof told.code === "string" ? told.code : "";
  const wait = Number(answer.headers.get("Retry-After"));
  const isTooManyTries = code === "too_many_tries";
  if ((RETRIED.has(answer.status) && !isTooManyTries) || code === "busy") {
    return new NotConnected(Number.isFinite(wait) && wait > 0 ? wait : null, answer.status);
  }
  return new Problem(
    answer.status,
    code || `http_${answer.status}`,
    typeof told.detail === "string" && told.detail ? told.detail : `HTTP ${answer.status}`,
    typeof told.field === "string" ? told.field : null,
    Array.isArray(told.errors) ? (told.errors as FieldProblem[]) : [],
    told,
  );
}

async function bodyOf(answer: Response): Promise<Record<string, unknown>> {
  if (!answer.headers.get("Content-Type")?.includes("json")) return {};
  try {
    return (await answer.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
