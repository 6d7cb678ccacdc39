/** The goods on this device, and what keeps them fresh while somebody is signed in. */
import { assortment } from "../alone/here";
import { Follower } from "../assortment/follower";
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
