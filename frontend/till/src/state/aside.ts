/** Sales that were set aside: paid, not booked, and sent again only by a tap, at the register they were made at. */
import { signal } from "@preact/signals";
import { isUidUsedUp, Problem } from "../api/problem";
import type { SaleDone } from "../api/shapes";
import type { Envelope } from "../data/db";
import { outbox } from "./device";
import { dropSale, saleAt } from "./sales";
import { session } from "./session";

/** The oldest first. */
export const aside = signal<readonly Envelope[]>([]);

/** Reads from the device what was set aside. */
export async function readAside(): Promise<void> {
  aside.value = await outbox.aside();
}

/** Whether a sale was made at the register somebody is signed in at: another one would book it as its own. */
export function isOfHere({ storeCode, registerCode }: Pick<Envelope, "storeCode" | "registerCode">): boolean {
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
    if (outcome.kind !== "done") return null;
    await dropList(envelope);
    return outcome.done;
  } finally {
    onTheWay.delete(envelope.uid);
    await readAside();
  }
}

/** Goods, coupons and people that are not there: said only after the server looked whether the sale is booked. */
const OF_THE_LIST = new Set(["variant_not_found", "coupon_not_found", "customer_not_found"]);

/**
 * Whether the list of a sale can be taken up: the last answer is a refusal of the sale itself.
 *
 * One of the sign-in, the register or the address says nothing of earlier tries, which may be booked.
 */
export function canTakeUp({ draft, lastAnswer }: Envelope): boolean {
  if (!draft || !lastAnswer?.refusal) return false;
  const { status, code = "" } = lastAnswer;
  if (isUidUsedUp({ code }) || code === "already_handed_over") return false;
  return status === 409 || status === 422 || OF_THE_LIST.has(code);
}

/**
 * Brings the list of a refused sale back to where it was rung up, with the refusal beside it.
 *
 * The sale stays set aside until its list is booked. The list keeps its uid, under which the server refuses other goods
 * should the sale be booked after all. Answers false, and changes nothing, when another list is open there.
 */
export async function takeUp(envelope: Envelope): Promise<boolean> {
  const { uid, place, draft, lastAnswer } = envelope;
  if (!draft || !canTakeUp(envelope) || onTheWay.has(uid)) return false;
  const sale = await saleAt(place);
  if (sale.draft.value.uid === uid) return true;
  if (!sale.isEmpty.value) return false;
  sale.putBack(draft);
  if (sale.isHandOver) sale.renewTender();
  sale.refuse(new Problem(lastAnswer?.status ?? 0, "refused", lastAnswer?.refusal ?? ""));
  return true;
}

/** Forgets a sale that somebody settled without the server. Answers false while it is being sent. */
export async function settleOtherwise(envelope: Envelope): Promise<boolean> {
  if (onTheWay.has(envelope.uid)) return false;
  await outbox.settle(envelope);
  await dropList(envelope);
  await readAside();
  return true;
}

/** The list that was taken up is done with too. */
async function dropList({ uid, place }: Envelope): Promise<void> {
  if ((await saleAt(place)).draft.value.uid === uid) dropSale(place);
}
