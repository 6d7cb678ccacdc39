/** What was rung up in training, kept in the practice book alone. In its exercise without a network it waits as a sale would. */
import { computed, signal } from "@preact/signals";
import { isConnected } from "../api/client";
import type { Envelope } from "../data/db";
import { forgetKept } from "./kept";
import { practiceBook } from "./world";

/** The oldest first. */
export const practised = signal<readonly Envelope[]>([]);
/** How many wait for the network of the exercise. */
export const practiceWaiting = computed(() => practised.value.filter(({ queuedAt }) => queuedAt).length);

/** Reads from the device what was rung up in training. */
export async function readPractised(): Promise<void> {
  practised.value = await practiceBook.envelopes.orderBy("madeAt").toArray();
}

/**
 * Keeps a finished practice sale and takes its list away: where a real one would be kept to be sent.
 *
 * @throws Error the sale does not say that it is practice, has no paper, or the device has no room
 */
export async function keepPractice(envelope: Envelope): Promise<Envelope> {
  if (!envelope.later?.is_training || !envelope.slip) throw new Error(`no practice sale: ${envelope.uid}`);
  const kept = isConnected.peek() ? envelope : { ...envelope, queuedAt: envelope.madeAt };
  const { envelopes, drafts } = practiceBook;
  await practiceBook.transaction("rw", envelopes, drafts, async () => {
    await envelopes.put(kept);
    await drafts.delete(envelope.place);
  });
  await readPractised();
  return kept;
}

/** The network of the exercise is back: what waited for it waits no longer. */
export async function bookPractice(): Promise<void> {
  for (const { queuedAt: _, ...booked } of practised.peek()) await practiceBook.envelopes.put(booked);
  await readPractised();
}

/** Forgets it all. */
export async function forgetPractice(): Promise<void> {
  await Promise.all(practiceBook.tables.map((table) => table.clear()));
  practised.value = [];
  forgetKept();
}
