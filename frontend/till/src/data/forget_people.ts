/** Forgetting people on a device that was lost: the only code that wipes, and it never wipes a sale. */
import type { Draft, Envelope, TillDatabase } from "./db";
import { forgetMembers } from "./forget_members";

/** The note with the names of who has practised here. */
export const TRAINEES = "trainees";

/**
 * Forgets who is signed in, who has practised, the members of the store, all lists that were not paid, and customers beside
 * sales that are kept.
 *
 * What a sale is sent with stays whole: the same bytes under the same key. An address that goods are sent to, and a member's
 * id, are part of it. A sale on its way is queued, or set aside with its list where it cannot be: its list is gone from
 * the counter, so a refusal must find it. One transaction: a device that fails in the middle forgets all of it the next
 * time.
 */
export async function forgetPeople(database: TillDatabase, at = new Date()): Promise<void> {
  const { notes, drafts, envelopes, members, parts } = database;
  await database.transaction("rw", [notes, drafts, envelopes, members, parts], async () => {
    const lists = new Map((await drafts.toArray()).map((draft) => [draft.place, draft]));
    await notes.bulkDelete(["session", TRAINEES]);
    await drafts.clear();
    await forgetMembers(database);
    await envelopes.toCollection().modify((envelope: Envelope, kept: { value: Envelope }) => {
      kept.value = withoutPeople(offItsWay(envelope, lists.get(envelope.place), at.toISOString()));
    });
  });
}

function offItsWay(envelope: Envelope, draft: Draft | undefined, at: string): Envelope {
  if (envelope.queuedAt || envelope.setAsideAt) return envelope;
  const { mends: _, ...kept } = envelope;
  if (kept.later) return { ...kept, queuedAt: at };
  return { ...kept, setAsideAt: at, ...(draft?.uid === kept.uid && { draft }) };
}

function withoutPeople({ slip: _, draft, mends, ...sent }: Envelope): Envelope {
  return {
    ...sent,
    ...(draft ? { draft: namelessDraft(draft) } : {}),
    ...(mends ? { mends: withoutPeople(mends) } : {}),
  };
}

function namelessDraft({ cardNumber: _, home: __, memberAsOf: ___, ...draft }: Draft): Draft {
  return { ...draft, member: null };
}
