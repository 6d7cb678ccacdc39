/** Starts the till in the page that Django serves. */
import { effect, untracked } from "@preact/signals";
import { render } from "preact";
import { App } from "./App";
import { configureClient, isConnected, sendBeforeDeeds } from "./api/client";
import { setPatience } from "./api/patience";
import { readBoot } from "./boot";
import { language, setCatalogues, t } from "./i18n";
import { restorePrinter } from "./printer/chosen";
import { listenForScanner } from "./scan/scanner";
import { takeLink } from "./screens/Enroll";
import { followIdleness, restoreLock, unlock } from "./staff/lock";
import { followStaff } from "./staff/takeover";
import { hushStep } from "./state/announce";
import { followAssortment, forgetMembersIfLoose, unfollowAssortment } from "./state/assortment";
import { restoreDevice } from "./state/device";
import { wordsGoFirst } from "./state/drawer_words";
import { followDeviceAlways, restoreEnrolled, tellOffice } from "./state/enrolled";
import { finished, followNetwork, restoreUnsent, tryNow } from "./state/finishing";
import { readHeld } from "./state/held";
import { followHeld, unfollowHeld } from "./state/held_shared";
import { followFaults } from "./state/last_error";
import { isElsewhere, takeOver, takeTill } from "./state/one_tab";
import { followPickups, unfollow } from "./state/pickups";
import { followQuickKeys } from "./state/quick_keys";
import { followAddress } from "./state/route";
import { closeSales, openCounter } from "./state/sales";
import { isSignedIn, refreshSession, restoreSession, runOut } from "./state/session";
import { forgetShiftDesk, isDeskKept, readShiftDesk } from "./state/shift";
import { allowSoundOnFirstTouch } from "./state/sound";
import { followTicks, unfollowTicks } from "./state/ticks_later";
import { followVersions } from "./state/version";
import { followWaiting, restoreWaiting } from "./state/waiting";
import { followTraining, restoreTraining } from "./training/enter";
import { followExercise } from "./training/exercising";
import { isTraining } from "./training/world";
import { isDialogOpen } from "./ui/Dialog";
import { Heading } from "./ui/Heading";
import { NoStorage } from "./ui/NoStorage";
import { keepTaps } from "./ui/taps";
import "./style/till.css";

const boot = readBoot();
const root = document.getElementById("till");
if (!root) throw new Error("the page has no place for the till");

setCatalogues(boot.catalogues, boot.language);
setPatience(boot.patience_s);
configureClient(boot.api, () => void runOut().then(tellOffice));
sendBeforeDeeds(wordsGoFirst);
effect(() => {
  document.documentElement.lang = language.value;
});

function Elsewhere() {
  return (
    <main class="entrance">
      <div class="entrance-card stack">
        <Heading title={t("The till is open in another tab of this device")} />
        <p>{t("Only one tab rings up at a time, so that no sale is booked twice.")}</p>
        <button type="button" class="button button--main" onClick={() => takeOver(start)}>
          {t("Use it here")}
        </button>
      </div>
    </main>
  );
}

async function start(): Promise<void> {
  if (
    !(await isKept(restorePrinter)) ||
    !(await isKept(() => restoreEnrolled(boot.version))) ||
    !(await isKept(restoreWaiting)) ||
    !(await isKept(restoreUnsent)) ||
    !(await isKept(restoreSession)) ||
    !(await isKept(restoreLock))
  )
    return;
  if (!(await isKept(restoreTraining))) return;
  // Before any other listener for taps.
  keepTaps();
  takeLink();
  addEventListener("hashchange", takeLink);
  followAddress(leaveFinished);
  followNetwork();
  followWaiting();
  followFaults();
  followDeviceAlways();
  followIdleness();
  followTraining();
  followExercise();
  allowSoundOnFirstTouch();
  listenForScanner(isDialogOpen);
  // Before the tap does anything: what it says itself must stay.
  addEventListener("click", (tap) => isInToast(tap) || hushStep(), { capture: true });
  followQuickKeys();
  effect(() => {
    if (isConnected.value && isDeskKept.value) untracked(() => void readShiftDesk().catch(() => undefined));
  });
  effect(() => {
    const world = isTraining.value ? inTraining : signedIn;
    const follow = isSignedIn.value ? world : signedOut;
    // What these read must not bring them on again: a session that is refreshed is no new sign-in.
    untracked(follow);
  });
  if (root) render(<App boot={boot} />, root);
}

/** A tap on the words themselves is no step. */
function isInToast(tap: MouseEvent): boolean {
  return tap.target instanceof Element && tap.target.closest(".toast") !== null;
}

/** Who goes elsewhere, by Back too, is done with the last receipt. */
function leaveFinished(): void {
  finished.value = null;
}

let unfollowStaff: () => void = () => undefined;

function signedIn(): void {
  stopFollowing();
  // Of training nothing stays on the screen.
  leaveFinished();
  unfollowStaff = followStaff();
  void openCounter();
  void readHeld().then(followHeld);
  followPickups();
  followTicks();
  followAssortment();
  void tryNow();
  void refreshSession();
  // Nobody waits for it: without an answer the till only does not ask for a count before the first sale.
  void readShiftDesk().catch(() => undefined);
}

/** Goods stay fresh, and real sales that wait are sent; the only pickups there are news of are those of training. */
function inTraining(): void {
  stopFollowing();
  leaveFinished();
  unfollowStaff = followStaff();
  void openCounter();
  void readHeld();
  followPickups();
  followAssortment();
}

function signedOut(): void {
  stopFollowing();
  leaveFinished();
  void forgetMembersIfLoose();
  void unlock();
}

/** A locked till stays locked: it may be loaded again, or begin to sell, behind its lock. */
function stopFollowing(): void {
  unfollowStaff();
  unfollow();
  unfollowTicks();
  unfollowHeld();
  unfollowAssortment();
  closeSales();
  forgetShiftDesk();
}

/** Whether the device gave back what it kept; where it cannot, the screen says what to do. */
async function isKept(restore: () => Promise<void>): Promise<boolean> {
  try {
    await restore();
    return true;
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (root) render(<NoStorage languages={boot.languages} cause={cause} />, root);
    return false;
  }
}

void followVersions(boot.worker);
if (await isKept(restoreDevice)) {
  takeTill(() => void start());
  effect(() => {
    if (isElsewhere.value && root) render(<Elsewhere />, root);
  });
}
