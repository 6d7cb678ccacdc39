import { expect, test } from "vitest";
import { hashOf, type Route, routeOf } from "./route";

const UID = "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e";
const ROUTES: Route[] = [
  { screen: "sale" },
  { screen: "pickups" },
  { screen: "pickup", uid: UID },
  { screen: "hand-over", uid: UID },
  { screen: "members" },
  { screen: "join" },
  { screen: "member", uid: UID },
  { screen: "receipts" },
  { screen: "receipt", number: "S001-01-20260704-0007" },
  { screen: "drawer" },
  { screen: "cash-move" },
  { screen: "shift-check" },
  { screen: "shift-close" },
  { screen: "shift", uid: UID },
  { screen: "trouble" },
  { screen: "settings" },
];

test.each(ROUTES)("the address of $screen leads back to it", (route) => {
  expect(routeOf(hashOf(route))).toEqual(route);
});

test.each(["", "#", "#/", "#/nowhere"])("%s is the sale", (hash) => {
  expect(routeOf(hash)).toEqual({ screen: "sale" });
});
