/**
 * Sales that were paid and not yet answered: the only code that sends them.
 *
 * An envelope is written to disk before it is sent and taken away only by an answer, so neither a reload, a flat
 * battery nor a lost connection loses or doubles a sale. A paid sale never stops being tried.
 */
import { NotConnected, Problem } from "../api/problem";
import type { SaleDone } from "../api/shapes";
import type { Envelope, TillDatabase } from "./db";

export type Outcome =
  | { kind: "done"; envelope: Envelope; done: SaleDone }
  | { kind: "refused"; envelope: Envelope; problem: Problem }
  | { kind: "waiting"; envelope: Envelope; retryInS: number };

type Send = (path: string, body: unknown, key: string) => Promise<SaleDone>;

const BACK_OFF_S = [1, 2, 5, 10, 30];

/** How many seconds pass before the next try of a sale that was tried this often. */
export function pauseAfter(tries: number): number {
  return BACK_OFF_S[Math.min(Math.max(tries, 1), BACK_OFF_S.length) - 1] ?? 30;
}

/** Keeps envelopes in the order they were made, and sends one at a time. */
export class Outbox {
  constructor(
    private readonly database: TillDatabase,
    private readonly send: Send,
  ) {}

  /** The oldest sale without an answer, or undefined. */
  async first(): Promise<Envelope | undefined> {
    return this.database.envelopes.orderBy("madeAt").first();
  }

  /**
   * Writes an envelope down. From here on it is sent until the server answers.
   *
   * Rejects when the device has no room or lost its database; nothing is on disk then.
   */
  async put(envelope: Envelope): Promise<void> {
    await this.database.envelopes.put(envelope);
  }

  /**
   * Sends an envelope once.
   *
   * An answer takes it off the disk; one that books the sale takes its draft too, in the same transaction. A
   * refusal leaves the draft, so that it can be mended and finished again under the same uid. Without an answer,
   * or without a valid sign-in, it stays.
   */
  async attempt(envelope: Envelope): Promise<Outcome> {
    const { tries } = envelope;
    const tried = { ...envelope, tries: tries + 1 };
    // The envelope is on disk already; a device with no room left for the count must still send it.
    await this.database.envelopes.put(tried).catch(() => undefined);
    try {
      const done = await this.send(envelope.path, envelope.body, envelope.key);
      await this.forget(envelope, { withDraft: true });
      return { kind: "done", envelope: tried, done };
    } catch (error) {
      if (error instanceof Problem && error.code !== "token_invalid") {
        await this.forget(envelope, { withDraft: false });
        return { kind: "refused", envelope: tried, problem: error };
      }
      if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
      const wish = error instanceof NotConnected ? error.retryAfterS : null;
      return { kind: "waiting", envelope: tried, retryInS: wish ?? pauseAfter(tried.tries) };
    }
  }

  private async forget(envelope: Envelope, { withDraft }: { withDraft: boolean }): Promise<void> {
    const { envelopes, drafts } = this.database;
    await this.database.transaction("rw", envelopes, drafts, async () => {
      await envelopes.delete(envelope.uid);
      if (withDraft) await drafts.delete(envelope.place);
    });
  }
}
