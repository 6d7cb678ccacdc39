/** The exercise of the drawer: opened with a count, cash taken out, looked at, closed with a difference. Pure. */
import { type Pieces, sumOf } from "../shift/counting";
import { PURPOSES } from "../shift/words";
import type { Seen } from "./seen";
import type { Exercise } from "./steps";

const MORNING: Pieces = { 1000: 3, 500: 2, 100: 4 };
const STAMPS_MINOR = 500;
const NOON: Pieces = { ...MORNING, 500: 1 };
/** A coin is missing by then. */
const EVENING: Pieces = { ...NOON, 100: 3 };

/** The next coin to count, then the key that ends the count. */
const counted = (pieces: Pieces) => [
  ...Object.keys(pieces)
    .reverse()
    .map((value) => `.counting-row[data-value="${value}"][data-counted="false"]`),
  "#close-reason",
  "form .button--pay:not(:disabled)",
];
/** The way to a screen of the drawer from wherever somebody is. */
const wayTo = (hash: string) => [
  `a[href="${hash}"]`,
  '.page a[href="#/drawer"]',
  '.rooms a[href="#/drawer"]',
];

const expectedMinor = ({ shift }: Seen) =>
  shift ? shift.deltasMinor.reduce((sum, delta) => sum + delta, shift.openingMinor) : 0;
const isTakenOut = (seen: Seen) =>
  seen.shift?.purposes.at(-1) === "petty" && expectedMinor(seen) === sumOf(NOON);

export const drawer: Exercise = {
  code: "drawer",
  title: "The drawer, from morning to evening",
  home: { screen: "drawer" },
  deeds: ["open_shift", "move_cash", "check_shift", "close_shift"],
  things: [],
  steps: [
    {
      words: "In the morning %(coins)s lie in the drawer. Count them, and open the shift.",
      hint: "Beside each coin and note press +, or type how many. The button below then says %(sum)s.",
      inDrawer: MORNING,
      at: () => [...counted(MORNING), ...wayTo("#/drawer")],
      isDone: ({ shift }) => shift?.openingMinor === sumOf(MORNING),
      mistake: ({ shift }) =>
        shift && shift.openingMinor !== sumOf(MORNING)
          ? "That was another amount. Press From the start, and count once more."
          : null,
    },
    {
      words:
        "A colleague needs %(amount)s for stamps. Press Cash in or out, choose Small expense, and say the reason.",
      hint: "Choose Small expense, type the amount, and what it is for. Then press the button below.",
      amountMinor: STAMPS_MINOR,
      at: () => [
        `.chips .chip:nth-child(${PURPOSES.indexOf("petty") + 1})[aria-pressed="false"]`,
        "#cash-amount",
        ...wayTo("#/drawer/cash"),
      ],
      isDone: isTakenOut,
      mistake: (seen) =>
        seen.shift && seen.shift.purposes.length > 0 && !isTakenOut(seen)
          ? "That was not a small expense of %(amount)s. Press From the start, and try once more."
          : null,
    },
    {
      words: "At noon look whether it fits: press Check the drawer, and count. Now %(coins)s lie in it.",
      hint: "Check the drawer stands on the screen of the drawer. The button below then says %(sum)s.",
      inDrawer: NOON,
      at: () => [...counted(NOON), ...wayTo("#/drawer/check")],
      isDone: ({ shift }) => shift?.checks.at(-1) === 0,
      mistake: ({ shift }) => {
        const found = shift?.checks.at(-1);
        if (found === undefined || found === 0) return null;
        return found === null
          ? "That was a look without a count. Go back to the drawer, and check it with a count."
          : "The count differs. A check changes nothing: go back to the drawer, and count once more.";
      },
    },
    {
      words: "In the evening press Close the shift. Now %(coins)s lie in the drawer: say why it differs.",
      hint: "A coin of %(amount)s is missing. Count what is there, not what should be. “Unknown” is a reason too.",
      amountMinor: sumOf(NOON) - sumOf(EVENING),
      inDrawer: EVENING,
      at: () => [...counted(EVENING), ...wayTo("#/drawer/close")],
      isDone: ({ shift }) => shift?.differenceMinor === sumOf(EVENING) - sumOf(NOON),
      mistake: ({ shift }) =>
        shift && shift.differenceMinor !== null && shift.differenceMinor !== sumOf(EVENING) - sumOf(NOON)
          ? "The shift was closed with another count. Press From the start, and try once more."
          : null,
    },
    {
      words: "This is the settlement (Z). Look at it, then press Back to the drawer.",
      hint: "Back to the drawer stands below the settlement.",
      at: () => ['.actions a[href="#/drawer"]'],
      isDone: ({ shift, screen }) => shift !== null && shift.differenceMinor !== null && screen === "drawer",
    },
  ],
  learned: [
    "Count before the first sale, or the difference in the evening is nobody's.",
    "Cash that no sale moves is noted with its reason at once.",
    "Count what is there. A difference is no shame; a wrong count helps nobody.",
  ],
};
