/** Sales that were set aside: paid, not booked, and sent again only by a tap, at the register they were made at. */
import { signal } from "@preact/signals";
import { Problem } from "../api/problem";
import type { SaleDone } from "../api/shapes";
import type { Envelope } from "../data/db";
import { outbox } from "./device";
import { saleAt } from "./sales";
import { session } from "./session";

/** The oldest first. */
export const aside = signal<readonly Envelope[]>([]);

/** Reads from the device what was set aside. */
export async function readAside(): Promise<void> {
  aside.value = await outbox.aside();
}

/** Whether a sale was made at the register somebody is signed in at: another one would book it as its own. */
export function isOfHere({ storeCode, registerCode }: Envelope): boolean {
  const here = session.value;
  return here?.store.code === storeCode && here.register.code === registerCode;
}

const onTheWay = new Set<string>();

/** Sends a sale once more under the key it has. Answers what the server booked, or null; why not, the list says. */
export async function sendAgain(envelope: Envelope): Promise<SaleDone | null> {
  if (!isOfHere(envelope) || onTheWay.has(envelope.uid)) return null;
  onTheWay.add(envelope.uid);
  try {
    const outcome = await outbox.attempt(envelope);
    return outcome.kind === "done" ? outcome.done : null;
  } finally {
    onTheWay.delete(envelope.uid);
    await readAside();
  }
}

/** Whether the list of a sale can be taken up: the server refused it, so that nothing of it is booked. */
export function canTakeUp({ draft, lastAnswer }: Envelope): boolean {
  return draft !== undefined && Boolean(lastAnswer?.refusal);
}

/**
 * Brings the list of a refused sale back to where it was rung up, with the refusal beside it.
 *
 * Answers false, and leaves everything as it is, when another list is open there.
 */
export async function takeUp(envelope: Envelope): Promise<boolean> {
  const { place, lastAnswer } = envelope;
  const sale = await saleAt(place);
  if (!envelope.draft || !canTakeUp(envelope) || onTheWay.has(envelope.uid) || !sale.isEmpty.value)
    return false;
  await outbox.takeUp(envelope);
  sale.putBack(envelope.draft);
  sale.refuse(new Problem(lastAnswer?.status ?? 0, "refused", lastAnswer?.refusal ?? ""));
  await readAside();
  return true;
}
