/**
 * One page per device by asking the others, where the browser has no locks.
 *
 * A page asks before it begins, and the page that has the till says so. A page that was asleep and did not answer
 * hears on waking that another one began, and gives way to it.
 */
import { newUid } from "../data/ids";

/** Pages of one device hear each other within a few milliseconds; a busy tablet needs some more. */
const ANSWER_MS = 300;

type Word = { says: "may I"; page: string } | { says: "taken" } | { says: "I begin" };

interface Page {
  /** What the pages call the till among each other. */
  name: string;
  /** This page has the till now. */
  hold: () => void;
  /** Another page has it. */
  wait: () => void;
  /** Another page took it from this one. */
  giveWay: () => void;
}

// Ordered by the moment it was made: of two pages that ask at once, the one that came first begins.
const page = newUid();
let state: "asking" | "holding" | "waiting" = "asking";
let channel: BroadcastChannel | undefined;

/** Asks the other pages, and holds the till when none of them has it. */
export function askForTill(own: Page): void {
  const said = listen(own);
  state = "asking";
  said.postMessage({ says: "may I", page } satisfies Word);
  setTimeout(() => {
    if (state === "asking") begin(own, said);
  }, ANSWER_MS);
}

/** Takes the till away from the page that holds it. */
export function takeOverByWord(own: Page): void {
  begin(own, listen(own));
}

function begin(own: Page, said: BroadcastChannel): void {
  state = "holding";
  said.postMessage({ says: "I begin" } satisfies Word);
  own.hold();
}

function listen(own: Page): BroadcastChannel {
  channel ??= new BroadcastChannel(own.name);
  const said = channel;
  said.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.says === "may I") {
      if (state === "holding" || (state === "asking" && page < data.page)) {
        said.postMessage({ says: "taken" } satisfies Word);
      } else if (state === "asking") {
        wait(own);
      }
    } else if (state === "asking") {
      wait(own);
    } else if (state === "holding" && data.says === "I begin") {
      own.giveWay();
    }
  };
  return said;
}

function wait(own: Page): void {
  state = "waiting";
  own.wait();
}
