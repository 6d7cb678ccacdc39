/** The exercise of a return: the sale is found by its receipt, one of two goods comes back, cash is given back. Pure. */
import type { Seen } from "./seen";
import { NOTEBOOK, RECEIPT, TEA } from "./shelf";
import { type Exercise, TRAY } from "./steps";

const NOTEBOOK_MINOR = 330;

/** Whether these pieces are one notebook and nothing else. */
const isNotebook = (pieces: Readonly<Record<string, number>>) =>
  pieces[NOTEBOOK] === 1 && Object.keys(pieces).length === 1;
const asked = ({ back }: Seen) => back?.asked ?? {};
const returned = ({ back }: Seen) => back?.returned ?? {};
const isBack = (seen: Seen) => isNotebook(returned(seen));
/** The way to the practice sale from wherever somebody is. */
const wayTo = ({ screen }: Seen) =>
  screen === "returns" ? [TRAY(RECEIPT)] : ['.actions a[href="#/returns"]', '.rooms a[href="#/receipts"]'];

export const goodsBack: Exercise = {
  code: "return",
  title: "Goods come back, and cash is given back",
  home: { screen: "receipts" },
  deeds: ["return_goods"],
  waits: "receipt",
  things: [RECEIPT],
  steps: [
    {
      words:
        "A customer bought a tea and a notebook yesterday, and brings the notebook back. Press Take goods back.",
      hint: "Take goods back stands on the screen of the receipts.",
      at: wayTo,
      isDone: ({ screen }) => screen === "returns" || screen === "return",
    },
    {
      words: "Scan the receipt that the customer brought: the till finds the sale.",
      hint: "The receipt lies in the row “On the counter”.",
      at: wayTo,
      isDone: ({ screen }) => screen === "return",
    },
    {
      words: "The notebook alone comes back, unused. Say that it is one piece.",
      hint: "Press + beside the notebook. “For sale again” stays as it is: others may buy it.",
      at: (seen) =>
        seen.screen === "return"
          ? [`.picks > li:nth-child(${asked(seen)[TEA] ? 1 : 2}) .stepper`]
          : wayTo(seen),
      isDone: (seen) => isNotebook(asked(seen)),
      mistake: (seen) =>
        asked(seen)[TEA] ? "The tea stays with the customer. Press − beside it until it says 0." : null,
    },
    {
      words:
        "The customer took the wrong one. Choose the reason, then press the button that gives back %(amount)s.",
      hint: "Any reason that fits will do. The button stands at the end.",
      amountMinor: NOTEBOOK_MINOR,
      at: (seen) =>
        seen.screen === "return"
          ? [
              'section[aria-labelledby="why-back"]:not(:has(.chip[aria-pressed="true"]))',
              "form .button--pay:not(:disabled)",
            ]
          : wayTo(seen),
      isDone: isBack,
      mistake: (seen) =>
        Object.keys(returned(seen)).length > 0 && !isBack(seen)
          ? "Other goods were taken back. Press From the start, and try once more."
          : null,
    },
    {
      words: "Take %(amount)s out of the drawer, and give it with the paper. Then press Done.",
      hint: "Done stands below the amount.",
      amountMinor: NOTEBOOK_MINOR,
      at: () => [".done .button--pay"],
      isDone: (seen) => isBack(seen) && seen.screen !== "return",
    },
  ],
  learned: [
    "The receipt finds the sale, so the right amount goes back, and what was paid by card goes back there.",
    "Goods that others may not buy are damaged, to be checked, or not kept: say so piece by piece.",
  ],
};
