/** Ticks of pickups that were left while nobody could be told: told as soon as the network is back. */
import { effect } from "@preact/signals";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import { may } from "./session";
import { isOpenHere, tellTicks } from "./speaking";
import { ordersTicked, Ticks } from "./ticks";

let stop: () => void = () => undefined;

/** Tells now and whenever the network comes back, until `unfollowTicks`. */
export function followTicks(): void {
  unfollowTicks();
  stop = effect(() => {
    if (isConnected.value) void tellLeftTicks();
  });
}

export function unfollowTicks(): void {
  stop();
  stop = () => undefined;
}

/** Tells of every pickup whose screen does not speak for itself; what is over by now is forgotten on this device. */
export async function tellLeftTicks(): Promise<void> {
  if (!may("pick")) return;
  for (const uid of await ordersTicked()) {
    if (isOpenHere(uid)) continue;
    try {
      await tellTicks(uid, await Ticks.open(uid));
    } catch (error) {
      if (error instanceof NotConnected) return;
      // Of a pickup of another store, or one that is no longer there, nothing is to be told.
      if (!(error instanceof Problem)) throw error;
    }
  }
}
