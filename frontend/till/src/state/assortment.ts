/** The goods on this device, and what keeps them fresh while somebody is signed in. */
import { assortment } from "../alone/here";
import { Follower } from "../assortment/follower";
import { forgetMembers } from "../data/forget_members";
import { database } from "./device";
import { enrolled } from "./enrolled";
import { unsent } from "./finishing";

const follower = new Follower(assortment, { isBusy: () => unsent.value !== null });

/** Begins to ask for what is new, at once. */
export function followAssortment(): void {
  follower.follow();
}

/** Stops asking; the goods stay. */
export function unfollowAssortment(): void {
  follower.unfollow();
}

/** Forgets members with the end of a sign-in, where no lock of the office reaches the device: it is not enrolled. */
export async function forgetMembersIfLoose(): Promise<void> {
  if (!enrolled.peek()) await forgetMembers(database);
}
