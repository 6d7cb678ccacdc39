/** Which screen is on: the address after `#`, so that Back and a reload do what people expect. */
import { signal } from "@preact/signals";
import { hushPast } from "./announce";

export type Route =
  | { screen: "sale" }
  | { screen: "pickups" }
  | { screen: "pickup"; uid: string }
  | { screen: "hand-over"; uid: string }
  | { screen: "slip"; uid: string }
  | { screen: "change-order"; uid: string }
  | { screen: "members" }
  | { screen: "join" }
  | { screen: "member"; uid: string }
  | { screen: "receipts" }
  | { screen: "receipt"; number: string }
  | { screen: "returns" }
  | { screen: "return"; uid: string }
  | { screen: "return-without-sale" }
  | { screen: "drawer" }
  | { screen: "cash-move" }
  | { screen: "shift-check" }
  | { screen: "shift-close" }
  | { screen: "shift"; uid: string }
  | { screen: "trouble" }
  | { screen: "training" }
  | { screen: "settings" };

/** The route of an address such as `#/pickups/0198…`; anything unknown is the sale. */
export function routeOf(hash: string): Route {
  const [first = "", second, third] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (first === "pickups" && second) return pickupRoute(second, third);
  if (first === "pickups") return { screen: "pickups" };
  if (first === "members" && second)
    return second === "join" ? { screen: "join" } : { screen: "member", uid: second };
  if (first === "members") return { screen: "members" };
  if (first === "receipts") return second ? { screen: "receipt", number: second } : { screen: "receipts" };
  if (first === "returns") return returnRoute(second);
  if (first === "drawer") return drawerRoute(second, third);
  if (first === "trouble") return { screen: "trouble" };
  if (first === "training") return { screen: "training" };
  if (first === "settings") return { screen: "settings" };
  return { screen: "sale" };
}

function pickupRoute(uid: string, third: string | undefined): Route {
  if (third === "hand-over" || third === "slip") return { screen: third, uid };
  if (third === "change") return { screen: "change-order", uid };
  return { screen: "pickup", uid };
}

function returnRoute(second: string | undefined): Route {
  if (second === "without-sale") return { screen: "return-without-sale" };
  return second ? { screen: "return", uid: second } : { screen: "returns" };
}

function drawerRoute(second: string | undefined, third: string | undefined): Route {
  if (second === "cash") return { screen: "cash-move" };
  if (second === "check") return { screen: "shift-check" };
  if (second === "close") return { screen: "shift-close" };
  return second === "shifts" && third ? { screen: "shift", uid: third } : { screen: "drawer" };
}

/** The address of a route. */
export function hashOf(route: Route): string {
  switch (route.screen) {
    case "pickup":
      return `#/pickups/${route.uid}`;
    case "hand-over":
      return `#/pickups/${route.uid}/hand-over`;
    case "change-order":
      return `#/pickups/${route.uid}/change`;
    case "slip":
      return `#/pickups/${route.uid}/slip`;
    case "join":
      return "#/members/join";
    case "member":
      return `#/members/${route.uid}`;
    case "receipt":
      return `#/receipts/${encodeURIComponent(route.number)}`;
    case "return":
      return `#/returns/${route.uid}`;
    case "return-without-sale":
      return "#/returns/without-sale";
    case "cash-move":
      return "#/drawer/cash";
    case "shift-check":
      return "#/drawer/check";
    case "shift-close":
      return "#/drawer/close";
    case "shift":
      return `#/drawer/shifts/${route.uid}`;
    default:
      return `#/${route.screen}`;
  }
}

export const route = signal<Route>({ screen: "sale" });

let followed: string | null = null;
let leave = () => {};

/** Follows the address from now on; what is to be left behind is left before another screen comes on. */
export function followAddress(leaveScreen: () => void): void {
  follow();
  leave = leaveScreen;
  addEventListener("hashchange", follow);
  addEventListener("click", followLink);
}

/** Goes to a screen, at once: a browser tells of another address late, and a scan may come before. */
export function go(next: Route): void {
  location.hash = hashOf(next);
  follow();
}

function follow(): void {
  if (location.hash === followed) return;
  followed = location.hash;
  hushPast();
  leave();
  route.value = routeOf(followed);
}

/** A tap on a link to a screen, which the browser itself would follow late. */
function followLink(tap: MouseEvent): void {
  if (tap.defaultPrevented || tap.button !== 0 || tap.ctrlKey || tap.metaKey || tap.shiftKey || tap.altKey)
    return;
  const link = tap.target instanceof Element ? tap.target.closest<HTMLAnchorElement>('a[href^="#/"]') : null;
  if (!link || link.target) return;
  tap.preventDefault();
  location.hash = link.hash;
  follow();
}
