/**
 * Printing: through the bridge where this device has one, else with the browser.
 *
 * A job has one id for its whole life, so that trying again prints nothing twice. What became of it stands in `outcome`
 * until it is on paper or somebody has read it.
 */
import { signal } from "@preact/signals";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { announce, say } from "../state/announce";
import { isTraining } from "../training/world";
import { cutPaper } from "../ui/paper";
import { BridgeAway, BridgeRefused, callOff, type Job, type JobTold, readJob, sendJob } from "./bridge";
import { type Chosen, chosen, printerHere } from "./chosen";
import { asPractice, type PrintedDocument } from "./document";

/** A job that is not on paper: the bridge is away or refuses, the printer cannot, or nobody knows. */
export interface Outcome {
  job: Job;
  trouble: "away" | "refused" | "waiting" | "unsure";
  /** Of `refused` the code, of `waiting` what for. */
  why: string;
  /** Prints what was on the screen with the browser; absent for the drawer. */
  byBrowser?: ByBrowser;
}

type ByBrowser = () => Promise<void>;

export const outcome = signal<Outcome | null>(null);

/** Jobs that are not over, as far as anybody still asks for them. */
const followed = new Set<string>();
/** Between two looks at a job that waits. */
const LOOK_MS = 1_500;

/**
 * Prints a document. It comes back when it is on paper or its trouble is told; nothing is thrown.
 *
 * In training the paper says that it is practice.
 * `byBrowser` prints the same with the browser, as a rule the page; null where the browser has nothing to print.
 */
export async function printOut(
  document: PrintedDocument,
  byBrowser: ByBrowser | null = pagePrinter(),
): Promise<void> {
  const printer = printerHere();
  if (!printer) return byBrowser?.();
  const paper = isTraining.peek() ? asPractice(document) : document;
  const job = { id: newUid(), printer: printer.name, document: paper, opens_drawer: false, reason: "" };
  await hand(printer, { job, trouble: "away", why: "", ...(byBrowser && { byBrowser }) });
}

/** Opens the drawer for a reason, where there is a bridge; in training it stays shut. */
export async function openDrawer(reason: string): Promise<void> {
  const printer = printerHere();
  if (!printer) return;
  const job = { id: newUid(), printer: printer.name, document: null, opens_drawer: true, reason };
  await hand(printer, { job, trouble: "away", why: "" });
}

/** Opens the drawer because cash changes hands, unless this device does not. */
export async function openDrawerForCash(minor: number, reason: string): Promise<void> {
  if (minor !== 0 && chosen.peek()?.opensDrawer) await openDrawer(reason);
}

/** Hands the job over again, under its id. */
export async function tryAgain(): Promise<void> {
  const last = outcome.peek();
  const printer = printerHere();
  if (last && printer) await hand(printer, last);
}

/** Gives up on the bridge: the browser prints, unless the printer has begun after all. */
export async function printByBrowser(): Promise<void> {
  const last = outcome.peek();
  const printer = printerHere();
  if (!last?.byBrowser) return;
  followed.delete(last.job.id);
  if (printer && last.trouble === "waiting") {
    const told = await quietly(() => callOff(printer, last.job.id));
    if (told && told.state !== "called_off") return settle(printer, last, told);
  }
  outcome.value = null;
  await last.byBrowser();
}

/** Somebody has read it. A job that waits is called off. */
export async function leaveIt(): Promise<void> {
  const last = outcome.peek();
  const printer = printerHere();
  outcome.value = null;
  if (last) followed.delete(last.job.id);
  if (last?.trouble === "waiting" && printer) await quietly(() => callOff(printer, last.job.id));
}

/** Prints what is on the page now with the browser; when another page came on, says so. */
function pagePrinter(): ByBrowser {
  const shown = document.querySelector(".receipt");
  return async () => {
    if (shown && !shown.isConnected) {
      announce(t("Open it again, then print it."), { isUrgent: true });
      return;
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    cutPaper();
    window.print();
  };
}

async function hand(printer: Chosen, wanted: Outcome): Promise<void> {
  if (wanted.job.opens_drawer && isTraining.peek()) return;
  try {
    await settle(printer, wanted, await sendJob(printer, wanted.job));
  } catch (error) {
    fail(wanted, error);
  }
}

function fail(wanted: Outcome, error: unknown): void {
  if (error instanceof BridgeRefused) outcome.value = { ...wanted, trouble: "refused", why: error.code };
  else if (error instanceof BridgeAway) outcome.value = { ...wanted, trouble: "away", why: "" };
  else throw error;
}

/** Tells what became of a job, and follows one that is not over. */
async function settle(printer: Chosen, wanted: Outcome, told: JobTold): Promise<void> {
  const isLast = outcome.peek() === null || outcome.peek()?.job.id === wanted.job.id;
  if (told.state === "printed" || told.state === "called_off") {
    if (isLast) outcome.value = null;
    if (told.state === "printed" && wanted.job.document) say(t("It is printed."));
    return;
  }
  if (told.state === "unsure") {
    outcome.value = { ...wanted, trouble: "unsure", why: "" };
    return;
  }
  if (told.why) outcome.value = { ...wanted, trouble: "waiting", why: told.why };
  followed.add(wanted.job.id);
  void follow(printer, wanted);
}

async function follow(printer: Chosen, wanted: Outcome): Promise<void> {
  await new Promise((done) => setTimeout(done, LOOK_MS));
  if (!followed.delete(wanted.job.id)) return;
  try {
    await settle(printer, wanted, await readJob(printer, wanted.job.id));
  } catch (error) {
    fail(wanted, error);
  }
}

/** For what is of no consequence when the bridge is away. */
async function quietly(deed: () => Promise<JobTold>): Promise<JobTold | null> {
  try {
    return await deed();
  } catch (error) {
    if (error instanceof BridgeAway || error instanceof BridgeRefused) return null;
    throw error;
  }
}
