/** The exercise of a pickup: found, picked, made ready, its code checked, handed over. Pure. */
import type { Seen } from "./seen";
import { NOTEBOOK, PICKUP_CODE, TEA } from "./shelf";
import { type Exercise, nextSale, TAKE_CASH, TRAY } from "./steps";

const TEAS = 2;

const picked = ({ pickup }: Seen, sku: string) => pickup?.picked[sku] ?? 0;
const isAllPicked = (seen: Seen) => picked(seen, TEA) === TEAS && picked(seen, NOTEBOOK) === 1;
const hasStatus = ({ pickup }: Seen, ...statuses: string[]) => !!pickup && statuses.includes(pickup.status);
/** The way to the practice pickup from wherever somebody is. */
const WAY = [".pickup-link", '.rooms a[href="#/pickups"]'];

export const pickup: Exercise = {
  code: "pickup",
  title: "A pickup from the web, to the hand-over",
  home: { screen: "pickups" },
  deeds: ["pick", "hand_over"],
  waits: "pickup",
  things: [TEA, NOTEBOOK, PICKUP_CODE],
  steps: [
    {
      words: "Somebody ordered on the web, and picks it up here. Open the order in the list.",
      hint: "It stands under To pick. Tap it.",
      at: () => WAY,
      isDone: ({ pickup: order, screen }) => order !== null && screen === "pickup",
    },
    {
      words: "Fetch the goods, and scan every piece: two teas and a notebook.",
      hint: "Each tap in the row “On the counter” is one scan. The tea needs two of them.",
      at: (seen) => [
        ...(picked(seen, TEA) < TEAS ? [TRAY(TEA)] : []),
        ...(picked(seen, NOTEBOOK) < 1 ? [TRAY(NOTEBOOK)] : []),
      ],
      // Who hands it over unpicked is past it.
      isDone: (seen) => isAllPicked(seen) || hasStatus(seen, "completed"),
    },
    {
      words: "All of it is there. Put it by with its code, and press Mark ready.",
      hint: "Mark ready stands at the end. The customer then gets a mail; in training nobody gets one.",
      at: () => [".actions .button--pay:not(:disabled)", ...WAY],
      isDone: (seen) => hasStatus(seen, "ready", "completed"),
    },
    {
      words: "The customer is here. Press Hand over, and check the code: scan the customer's phone.",
      hint: "The phone lies in the row “On the counter”. The code may be typed as well: %(code)s",
      at: ({ screen }) =>
        screen === "hand-over" ? [TRAY(PICKUP_CODE)] : ['.actions a[href$="/hand-over"]', ...WAY],
      isDone: ({ pickup: order }) => order?.isCodeChecked ?? false,
    },
    {
      ...TAKE_CASH,
      at: (seen) =>
        seen.screen === "hand-over" ? TAKE_CASH.at() : ['.actions a[href$="/hand-over"]', ...WAY],
      isDone: (seen) => seen.isReceiptShown && hasStatus(seen, "completed"),
    },
    nextSale,
  ],
  learned: [
    "Scan what you pick: the till says at once when it is not part of the order.",
    "The goods go to whoever has the code. Check it before you take money.",
  ],
};
