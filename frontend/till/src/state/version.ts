/**
 * The version of the app that this device keeps, and the next one.
 *
 * A worker keeps the page and its files, so that the till opens without a network. A new version is fetched beside the
 * running one and taken up between two sales, when nobody has touched the till for a while. Sales and lists are in the
 * device's database, which no version clears.
 */
import { signal } from "@preact/signals";
import { TAKE_OVER } from "../../worker/words";
import { exercising } from "../training/exercising";
import { isDialogOpen } from "../ui/Dialog";
import { finished, unsent } from "./finishing";
import { route } from "./route";
import { counterSale } from "./sales";
import { isSignedIn } from "./session";

export type Keeping =
  /** The browser keeps no pages: it is too old, or the address is not `https`. */
  "impossible" | "fetching" | "kept";

export const keeping = signal<Keeping>("fetching");
/** Whether a new version is on the device and waits to be taken up. */
export const isNewHere = signal(false);

const LOOK_MS = 30 * 60_000;
const PAUSE_MS = 5_000;
const UNTOUCHED_MS = 15_000;

let waiting: ServiceWorker | null = null;
let touchedAt = 0;

/** Has the page kept on this device, and follows its versions from now on. */
export async function followVersions(script: string): Promise<void> {
  if (!("serviceWorker" in navigator)) {
    keeping.value = "impossible";
    return;
  }
  for (const touch of ["pointerdown", "keydown"]) {
    addEventListener(touch, () => (touchedAt = Date.now()), { capture: true });
  }
  // Without a network nothing is fetched; what is on the device stays as it is.
  const registration = await navigator.serviceWorker
    .register(script, { updateViaCache: "none" })
    .catch(() => navigator.serviceWorker.getRegistration());
  if (!registration) {
    keeping.value = "impossible";
    return;
  }
  void navigator.serviceWorker.ready.then(() => {
    keeping.value = "kept";
  });
  follow(registration);
  registration.addEventListener("updatefound", () => follow(registration));
  setInterval(() => void registration.update().catch(() => undefined), LOOK_MS);
  setInterval(takeUpBetweenSales, PAUSE_MS);
}

function follow(registration: ServiceWorkerRegistration): void {
  const { active, installing } = registration;
  if (registration.waiting && active) offer(registration.waiting);
  installing?.addEventListener("statechange", () => {
    if (installing.state === "installed" && active) offer(installing);
  });
}

function offer(worker: ServiceWorker): void {
  waiting = worker;
  isNewHere.value = true;
}

/** Takes up the new version now: the page starts anew. */
export function takeUp(): void {
  const worker = waiting;
  if (!worker) return;
  const startAnew = () => {
    if (worker.state === "activated") location.reload();
  };
  worker.addEventListener("statechange", startAnew);
  worker.postMessage(TAKE_OVER);
  // Where the page was opened before anything was kept, the new one did not have to wait.
  startAnew();
}

function takeUpBetweenSales(): void {
  if (waiting && Date.now() - touchedAt > UNTOUCHED_MS && isBetweenSales()) takeUp();
}

/** Nobody is in the middle of anything that a new start of the page would interrupt. */
function isBetweenSales(): boolean {
  if (unsent.value || finished.value || exercising.value || isDialogOpen()) return false;
  if (!isSignedIn.value) return true;
  return route.value.screen === "sale" && (counterSale.value?.isEmpty.value ?? true);
}
