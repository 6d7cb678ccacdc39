/** The goods on this device, and what keeps them fresh while somebody is signed in. */
import { Follower } from "../assortment/follower";
import { Assortment } from "../assortment/store";
import { database } from "./device";
import { unsent } from "./finishing";

export const assortment = new Assortment(database);

const follower = new Follower(assortment, { isBusy: () => unsent.value !== null });

/** Begins to ask for what is new, at once. */
export function followAssortment(): void {
  follower.follow();
}

/** Stops asking; the goods stay. */
export function unfollowAssortment(): void {
  follower.unfollow();
}
