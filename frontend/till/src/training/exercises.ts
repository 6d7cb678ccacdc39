/** The exercises: what to do, where, and how it is seen that it was done. Those of selling stand here. Pure. */
import type { Text } from "../texts";
import { drawer } from "./exercises_drawer";
import { pickup } from "./exercises_pickup";
import { goodsBack } from "./exercises_return";
import type { SeenSale } from "./seen";
import { CARD, NOTEBOOK, RICE, TEA } from "./shelf";
import {
  type Exercise,
  hasAll,
  isEmpty,
  last,
  NEXT_SALE,
  nextSale,
  pieces,
  scanned,
  THOUSAND_MINOR,
  TO_THE_END,
  TRAY,
} from "./steps";

/** At the till over the counter, which is for everybody who may sign in. */
const SALE = { home: { screen: "sale" }, deeds: [] } as const;

function wrongInFirst(sale: SeenSale): Text | null {
  if (!hasAll(sale, TEA, RICE)) return "Something was missing in that sale. Ring up both goods again.";
  if (sale.tenderedMinor === THOUSAND_MINOR) return null;
  return "Another amount was taken. Ring up both goods again, and take %(amount)s.";
}

const hasBoth = (sale: SeenSale) => sale.hasMember && sale.couponCodes.length > 0;

const firstSale: Exercise = {
  code: "first-sale",
  title: "Two goods, cash and change",
  ...SALE,
  things: [TEA, RICE],
  steps: [
    scanned("Scan the tea: tap it in the row “On the counter”.", TEA),
    scanned("Now the rice ball.", TEA, RICE),
    {
      words: "The customer gives %(amount)s. Press Cash, choose it, then Finish.",
      hint: "Press Cash at the bottom. Then tap %(amount)s, or type it, and press Finish.",
      at: TO_THE_END,
      isDone: (seen) => {
        const sale = last(seen);
        return seen.isReceiptShown && sale !== undefined && wrongInFirst(sale) === null;
      },
      mistake: (seen) => {
        const sale = last(seen);
        return sale ? wrongInFirst(sale) : null;
      },
    },
    nextSale,
  ],
  learned: [
    "Scan, take the cash, finish: every sale goes like this.",
    "The till works out the change. Count it into the customer's hand.",
  ],
};

const member: Exercise = {
  code: "member-and-coupon",
  title: "A member with a coupon",
  ...SALE,
  things: [TEA, NOTEBOOK, CARD],
  steps: [
    scanned("Scan the tea and the notebook.", TEA, NOTEBOOK),
    {
      words: "The customer shows the member's card. Scan it as well.",
      hint: "The card lies in the row “On the counter”. The name then stands beside the goods.",
      at: () => [TRAY(CARD)],
      isDone: (seen) => seen.hasMember,
    },
    {
      words: "The member has a coupon. Tap it to use it.",
      hint: "Coupons stand below the member. What a coupon takes off is written on it.",
      at: () => [".coupon--offer", ".coupons"],
      isDone: (seen) => seen.couponCodes.length > 0,
    },
    {
      words: "Look at the new total, take the cash, and finish.",
      hint: "Press Cash, then Exact, then Finish.",
      at: TO_THE_END,
      isDone: (seen) => seen.isReceiptShown && seen.sales.slice(-1).some(hasBoth),
      mistake: (seen) =>
        seen.sales.slice(-1).every(hasBoth)
          ? null
          : "That sale had no member or no coupon. Ring it up again with both.",
    },
    nextSale,
  ],
  learned: [
    "Scan the card before the cash: points are added by themselves.",
    "What a coupon takes off is seen before anybody pays.",
  ],
};

const changing: Exercise = {
  code: "changing-a-list",
  title: "Other quantities, and back again",
  ...SALE,
  things: [TEA, RICE],
  steps: [
    scanned("Scan the tea and the rice ball.", TEA, RICE),
    {
      words: "The customer takes three teas. Make it 3.",
      hint: "Press + beside the tea twice, or type 3 there.",
      at: () => [".lines > li:first-child .stepper"],
      isDone: (seen) => pieces(seen, TEA) === 3,
      mistake: (seen) => (pieces(seen, TEA) > 3 ? "That is too many. Press − until it says 3." : null),
    },
    {
      words: "No rice ball after all. Take it off with −.",
      hint: "Press − beside the rice ball. From 1 it goes off the list.",
      at: () => [".lines > li:nth-child(2) .stepper", ".lines > li:last-child .stepper"],
      isDone: (seen) => pieces(seen, RICE) === 0 && pieces(seen, TEA) > 0,
      mistake: (seen) => (isEmpty(seen) ? "Now the list is empty. Scan the tea again." : null),
    },
    {
      words: "The customer wants it again. Press Put back at the top.",
      hint: "Put back stands at the top for a few seconds. When it is gone, scan the rice ball again.",
      at: () => [".toast .button", TRAY(RICE)],
      isDone: (seen) => hasAll(seen, TEA, RICE),
    },
    {
      words: "Take the cash, and finish.",
      hint: "Press Cash, then Exact, then Finish.",
      at: TO_THE_END,
      isDone: (seen) => seen.isReceiptShown && seen.sales.length > 0,
    },
    nextSale,
  ],
  learned: [
    "+ and − change how many; − from 1 takes a line off.",
    "What was taken off by mistake comes back with one tap.",
  ],
};

const holding: Exercise = {
  code: "holding-a-list",
  title: "A customer who comes back",
  ...SALE,
  things: [TEA, NOTEBOOK],
  steps: [
    scanned("Scan the tea.", TEA),
    {
      words: "The customer forgot something and goes back for it. Press Hold.",
      hint: "Hold stands below the goods.",
      at: () => [".list-end .button:first-child"],
      isDone: (seen) => seen.heldCount > 0 && isEmpty(seen),
      mistake: (seen) =>
        seen.heldCount === 0 && isEmpty(seen)
          ? "The list is gone. Scan the tea again, then press Hold."
          : null,
    },
    scanned("The next customer has a notebook. Scan it.", NOTEBOOK),
    {
      words: "Take the cash of this customer, and finish.",
      hint: "Press Cash, then Exact, then Finish.",
      at: TO_THE_END,
      isDone: (seen) => seen.isReceiptShown && seen.sales.length > 0,
    },
    nextSale,
    {
      words: "The first customer is back. Take up the held list again.",
      hint: "Held lists stand below the goods. Tap the one with the tea.",
      at: () => [".held .coupon--offer"],
      isDone: (seen) => seen.heldCount === 0 && hasAll(seen, TEA),
    },
    {
      words: "Take the cash, and finish.",
      hint: "Press Cash, then Exact, then Finish.",
      at: TO_THE_END,
      isDone: (seen) => seen.isReceiptShown && seen.sales.length > 1,
    },
    nextSale,
  ],
  learned: [
    "Nobody has to wait for a customer who went back.",
    "Several lists can be held; each says what is on it and when it was held.",
  ],
};

const away: Exercise = {
  code: "without-network",
  title: "The network is away",
  ...SALE,
  things: [TEA, RICE],
  steps: [
    scanned("Scan the tea.", TEA),
    {
      ...scanned("Now the network goes away: the bar says so. Go on, and scan the rice ball.", TEA, RICE),
      network: "goes",
      isDone: (seen) => !seen.isConnected && seen.isPricedHere && hasAll(seen, TEA, RICE),
    },
    {
      words: "The till works out the price by itself. Take the cash, and finish.",
      hint: "Press Cash, then Exact, then Finish.",
      at: TO_THE_END,
      isDone: (seen) => seen.isReceiptShown && seen.sales.length > 0,
    },
    {
      words: "The sale is kept, to be booked later. Give the receipt, then press Next sale.",
      hint: "Next sale stands below the change.",
      at: NEXT_SALE,
      isDone: (seen) => seen.sales.length > 0 && !seen.isReceiptShown,
    },
    {
      words: "Look at the bar: one sale is to be booked. In a moment the network comes back. Do nothing.",
      hint: "It takes a few seconds. Never ring up a sale a second time.",
      at: () => [".connection"],
      network: "comes",
      isDone: (seen) =>
        seen.isConnected && seen.sales.length > 0 && seen.sales.every((sale) => !sale.isWaiting),
      mistake: (seen) =>
        seen.sales.length > 1 ? "The sale was rung up twice. It is booked by itself: once is enough." : null,
    },
  ],
  learned: [
    "Without a network selling over the counter goes on.",
    "Sales that wait are booked by themselves. Do not sign out before that, and erase nothing.",
    "Pickups, returns and new members have to wait for the network.",
  ],
};

/** In the order in which they are best done. */
export const EXERCISES: readonly Exercise[] = [
  firstSale,
  member,
  changing,
  holding,
  away,
  drawer,
  pickup,
  goodsBack,
];
