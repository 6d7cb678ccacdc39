/**
 * Sales that were paid and not yet answered: the only code that sends them.
 *
 * An envelope is written to disk before it is sent and taken away only by an answer, so neither a reload, a flat
 * battery nor a lost connection loses or doubles a sale. It is tried by itself until somebody sets it aside; after
 * that it is kept under the same key until the server books it, or its mended list, or somebody settles it otherwise:
 * it is the only record of the cash taken. A sale over the counter that nobody answers in time is queued: the customer
 * leaves with a receipt of this till, and it is sent with others, beside the next sales.
 */
import { patienceMs } from "../api/patience";
import { NotConnected, Problem } from "../api/problem";
import type { OutcomeOfLater, SaleDone } from "../api/shapes";
import { saysTraining } from "../training/gate";
import type { Envelope, TillDatabase } from "./db";

export type Outcome =
  | { kind: "done"; envelope: Envelope; done: SaleDone }
  | { kind: "refused"; envelope: Envelope; problem: Problem }
  | { kind: "waiting"; envelope: Envelope; retryInS: number }
  /** Not booked, and meanwhile queued or set aside: the device was stopped while it was on its way. */
  | { kind: "moved"; envelope: Envelope };

type Send = (path: string, body: unknown, key: string, patienceMs?: number) => Promise<SaleDone>;

const BACK_OFF_S = [1, 2, 5, 10, 30];

/** How many seconds pass before the next try of a sale that was tried this often. */
export function pauseAfter(tries: number): number {
  return BACK_OFF_S[Math.min(Math.max(tries, 1), BACK_OFF_S.length) - 1] ?? 30;
}

/** After so many tries without a word about the deed, the sale may be set aside. */
export const TRIES_BEFORE_SET_ASIDE = 4;

/** A fault of the server that comes this often comes always: a person must look at the sale. */
const MOST_FAULTS = 10;
const FAULT = 500;

/** Keeps envelopes in the order they were made, and sends one at a time. */
export class Outbox {
  constructor(
    private readonly database: TillDatabase,
    private readonly send: Send,
  ) {}

  /** The oldest sale without an answer that its customer waits for, or undefined. */
  async first(): Promise<Envelope | undefined> {
    return this.inOrder()
      .filter((one) => !one.setAsideAt && !one.queuedAt)
      .first();
  }

  /** Sales whose customers left with a receipt of this till, the oldest first. */
  async queued(): Promise<Envelope[]> {
    return this.inOrder()
      .filter((one) => one.queuedAt !== undefined && !one.setAsideAt)
      .toArray();
  }

  /**
   * Has a sale sent by itself from now on, and takes its list away, in one transaction.
   *
   * Rejects when the device cannot write that down; the sale is then where it was.
   */
  async queue(envelope: Envelope, at: Date): Promise<Envelope> {
    checkNotPractice(envelope);
    const { envelopes, drafts } = this.database;
    const queued = { ...envelope, queuedAt: at.toISOString() };
    await this.database.transaction("rw", envelopes, drafts, async () => {
      await envelopes.put(queued);
      const draft = await drafts.get(envelope.place);
      if (draft?.uid === envelope.uid) await drafts.delete(envelope.place);
    });
    return queued;
  }

  /**
   * Notes what the server said to a sale that was sent by itself.
   *
   * What is booked is forgotten; what is refused is set aside for a person to look at; anything else stays.
   */
  async noteOutcome(envelope: Envelope, told: OutcomeOfLater): Promise<void> {
    const tries = envelope.tries + 1;
    if (told.outcome === "booked" || told.outcome === "repeated") {
      await this.database.envelopes.delete(envelope.uid);
    } else if (told.outcome === "refused" || (told.problem?.status === FAULT && tries >= MOST_FAULTS)) {
      const { status = 0, detail = "", code = "" } = told.problem ?? {};
      const lastAnswer = { status, refusal: detail, code };
      await this.database.envelopes.put({
        ...envelope,
        tries,
        lastAnswer,
        setAsideAt: new Date().toISOString(),
      });
    } else {
      const lastAnswer = { status: told.problem?.status ?? null, refusal: "" };
      await this.noteAnswer({ ...envelope, tries, lastAnswer });
    }
  }

  /** Has a sale that was refused sent by itself again. */
  async takeBack(envelope: Envelope): Promise<void> {
    const { setAsideAt: _, ...queued } = envelope;
    await this.database.envelopes.put(queued);
  }

  /** Sales that were set aside, the oldest first. */
  async aside(): Promise<Envelope[]> {
    return this.inOrder()
      .filter((one) => one.setAsideAt !== undefined)
      .toArray();
  }

  /**
   * Lets later sales go first. Its list goes with it, so that nobody rings it up again by mistake.
   *
   * Rejects when the device cannot write that down; the sale is then where it was.
   */
  async setAside(envelope: Envelope, at: Date): Promise<void> {
    const { envelopes, drafts } = this.database;
    await this.database.transaction("rw", envelopes, drafts, async () => {
      const draft = await drafts.get(envelope.place);
      const isIts = draft?.uid === envelope.uid;
      const { mends: _, ...kept } = envelope;
      await envelopes.put({ ...kept, setAsideAt: at.toISOString(), ...(isIts && { draft }) });
      if (isIts) await drafts.delete(envelope.place);
    });
  }

  /** Forgets a sale for good, with its list: somebody settled it without the server. */
  async settle(envelope: Envelope): Promise<void> {
    await this.forget(envelope, { withDraft: true });
  }

  /**
   * Writes an envelope down. From here on it is sent until the server answers.
   *
   * Rejects when the device has no room or lost its database; nothing is on disk then.
   */
  async put(envelope: Envelope): Promise<void> {
    checkNotPractice(envelope);
    await this.database.envelopes.put(envelope);
  }

  /**
   * Sends an envelope once.
   *
   * An answer takes it off the disk; one that books the sale takes its draft too, in the same transaction. A
   * refusal leaves the draft, so that it can be mended and finished again under the same uid. Without an answer,
   * or without a valid sign-in, it stays; so does a refused sale that was set aside. The refused list of one that
   * was taken up puts back what it mends. One that was queued or set aside meanwhile stays as that, whatever the answer
   * but a receipt.
   */
  async attempt(envelope: Envelope): Promise<Outcome> {
    const { tries } = envelope;
    const tried = { ...envelope, tries: tries + 1 };
    // The envelope is on disk already; a device with no room left for the count must still send it.
    await this.database.envelopes.update(envelope.uid, { tries: tries + 1 }).catch(() => undefined);
    try {
      const patience = envelope.later ? patienceMs() : undefined;
      const done = await this.send(envelope.path, envelope.body, envelope.key, patience);
      await this.forget(envelope, { withDraft: true });
      return { kind: "done", envelope: tried, done };
    } catch (error) {
      if (await this.isMoved(envelope)) return { kind: "moved", envelope };
      if (error instanceof Problem && error.code !== "token_invalid") {
        const lastAnswer = { status: error.status, refusal: error.message, code: error.code };
        const refused = { ...tried, lastAnswer };
        if (envelope.setAsideAt) await this.noteAnswer(refused);
        else if (envelope.mends) await this.database.envelopes.put({ ...envelope.mends, lastAnswer });
        else await this.forget(envelope, { withDraft: false });
        return { kind: "refused", envelope: refused, problem: error };
      }
      if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
      const waiting = { ...tried, lastAnswer: { status: error.status, refusal: "" } };
      if (envelope.setAsideAt) await this.noteAnswer(waiting);
      const wish = error instanceof NotConnected ? error.retryAfterS : null;
      return { kind: "waiting", envelope: waiting, retryInS: wish ?? pauseAfter(tried.tries) };
    }
  }

  private async isMoved({ uid, queuedAt, setAsideAt }: Envelope): Promise<boolean> {
    const kept = await this.database.envelopes.get(uid);
    return kept !== undefined && (kept.queuedAt !== queuedAt || kept.setAsideAt !== setAsideAt);
  }

  /** A device with no room left for the answer still has the sale itself. */
  private async noteAnswer(envelope: Envelope): Promise<void> {
    await this.database.envelopes.put(envelope).catch(() => undefined);
  }

  private inOrder() {
    return this.database.envelopes.orderBy("madeAt");
  }

  private async forget(envelope: Envelope, { withDraft }: { withDraft: boolean }): Promise<void> {
    const { envelopes, drafts } = this.database;
    await this.database.transaction("rw", envelopes, drafts, async () => {
      await envelopes.delete(envelope.uid);
      if (!withDraft) return;
      // Of a sale that was set aside, the place has another list by now.
      const draft = await drafts.get(envelope.place);
      if (draft?.uid === envelope.uid) await drafts.delete(envelope.place);
    });
  }
}

/** What was rung up in training has a book of its own; among these it would be sent. */
function checkNotPractice({ body, later, uid }: Envelope): void {
  if (saysTraining([body, later])) throw new Error(`practice is not kept to be sent: ${uid}`);
}
