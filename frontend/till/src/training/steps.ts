/** Of what exercises are made: steps, and those that many of them have. Pure. */
import type { Pieces } from "../shift/counting";
import type { Route } from "../state/route";
import type { Text } from "../texts";
import type { Seen, SeenSale } from "./seen";

export interface Step {
  words: Text;
  /** Said after a while, or after a mistake that has no words of its own. */
  hint: Text;
  /** The amount that the words of the step name, minor units; 1,000 where absent. */
  amountMinor?: number;
  /** The coins and notes that the words name, which lie in the drawer now. */
  inDrawer?: Pieces;
  /** What is pointed at: the first of these selectors that is on the screen. */
  at: (seen: Seen) => readonly string[];
  isDone: (seen: Seen) => boolean;
  /** What went wrong, when something did that the step cannot go on from by itself. */
  mistake?: (seen: Seen) => Text | null;
  /** What becomes of the exercise's network as the step comes on; it comes back after a moment, to be seen. */
  network?: "goes" | "comes";
}

export interface Exercise {
  code: string;
  title: Text;
  /** Where it begins; its screens are those of the same room. */
  home: Route;
  /** What somebody must be allowed to do for real, or there is nothing to learn; nothing where it is selling. */
  deeds: readonly string[];
  /** What the practice world has ready besides goods. */
  waits?: "pickup" | "receipt";
  /** What lies on the counter to be scanned. */
  things: readonly string[];
  steps: readonly Step[];
  /** What was learned. */
  learned: readonly Text[];
}

export const THOUSAND_MINOR = 1_000;

export const TRAY = (code: string) => `[data-thing="${code}"]`;
/** From the cash to the end: the key of the next step is always the one pointed at. */
export const TO_THE_END = () => [
  ".cash .button--pay:not(:disabled)",
  ".cash .quick",
  ".pay:not(:disabled)",
  ".exercise-tray",
];
export const NEXT_SALE = () => [".done .button--pay"];

interface OfGoods {
  pieces: Readonly<Record<string, number>>;
}

export const last = ({ sales }: Seen): SeenSale | undefined => sales.at(-1);
export const pieces = (seen: OfGoods, code: string) => seen.pieces[code] ?? 0;
export const hasAll = (seen: OfGoods, ...codes: string[]) => codes.every((code) => pieces(seen, code) > 0);
export const isEmpty = ({ pieces: on }: OfGoods) => Object.keys(on).length === 0;

export const scanned = (words: Text, ...codes: string[]): Step => ({
  words,
  hint: "Tap it in the row “On the counter”: that stands for the scanner.",
  at: (seen) => codes.filter((code) => pieces(seen, code) === 0).map(TRAY),
  isDone: (seen) => hasAll(seen, ...codes),
});

export const TAKE_CASH = {
  words: "Take the cash, and finish.",
  hint: "Press Cash, then Exact, then Finish.",
  at: TO_THE_END,
} as const satisfies Partial<Step>;

export const nextSale: Step = {
  words: "Give the change and the receipt. Then press Next sale.",
  hint: "Next sale stands below the change.",
  at: NEXT_SALE,
  isDone: (seen) => seen.sales.length > 0 && !seen.isReceiptShown,
};
