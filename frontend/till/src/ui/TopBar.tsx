/** The curtain over every screen: where and who this is, the rooms, and whether the server answers. */
import { isConnected } from "../api/client";
import { t } from "../i18n";
import { chooseStaff } from "../staff/lock";
import { finished } from "../state/finishing";
import { fresh, openCount } from "../state/pickups";
import { hashOf, type Route, route } from "../state/route";
import { session } from "../state/session";
import { waiting } from "../state/waiting";
import { Toast } from "./Announcer";

const ROOM_OF: Record<Route["screen"], string> = {
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
  settings: "settings",
};

export function TopBar() {
  const here = session.value;
  return (
    <header class="bar">
      <div class="bar-news-place">
        <span class="noren" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <button
          type="button"
          class="bar-place"
          title={t("Change who is here: %(name)s", { name: here?.staff.name ?? "" })}
          onClick={chooseStaff}
        >
          <b>
            {here?.store.name} {here?.register.name}
          </b>
          <span class="bar-staff">{here?.staff.name}</span>
        </button>
        <Connection />
        <Toast />
      </div>
      <Rooms />
    </header>
  );
}

function Rooms() {
  const rooms: [Route, string][] = [
    [{ screen: "sale" }, t("Ring up")],
    [{ screen: "pickups" }, t("Pickups")],
    [{ screen: "members" }, t("Members")],
    [{ screen: "receipts" }, t("Receipts")],
    [{ screen: "drawer" }, t("Drawer")],
    [{ screen: "settings" }, t("Settings")],
  ];
  const current = ROOM_OF[route.value.screen];
  return (
    <nav class="rooms" aria-label={t("Screens")}>
      {rooms.map(([to, words]) => (
        <a
          key={to.screen}
          href={hashOf(to)}
          aria-current={to.screen === current ? "page" : undefined}
          onClick={() => {
            finished.value = null;
          }}
        >
          {words}
          {to.screen === "pickups" && <Badge />}
        </a>
      ))}
    </nav>
  );
}

function Badge() {
  if (!openCount.value) return null;
  return (
    <span class={fresh.value.size ? "badge badge--new num" : "badge num"}>
      {openCount.value}
      <span class="unseen"> {t("to pick")}</span>
    </span>
  );
}

function Connection() {
  const count = waiting.value.length;
  return (
    <p class={isConnected.value ? "connection" : "connection connection--off"}>
      {isConnected.value ? t("Connected") : t("Not connected")}
      {count > 0 && <span class="num"> ・ {t("To be booked: %(count)s", { count })}</span>}
    </p>
  );
}
