/** The rooms of the till, as its bar has them. */
import type { Route } from "./route";

/** To which room each screen belongs. */
export const ROOM_OF: Record<Route["screen"], string> = {
  sale: "sale",
  pickups: "pickups",
  pickup: "pickups",
  "hand-over": "pickups",
  slip: "pickups",
  "change-order": "pickups",
  members: "members",
  member: "members",
  join: "members",
  receipts: "receipts",
  receipt: "receipts",
  returns: "receipts",
  return: "receipts",
  "return-without-sale": "receipts",
  drawer: "drawer",
  "cash-move": "drawer",
  "shift-check": "drawer",
  "shift-close": "drawer",
  shift: "drawer",
  trouble: "receipts",
  training: "settings",
  settings: "settings",
};
