/** The curtain over every screen: where and who this is, the rooms, and whether the server answers. */
import { isConnected } from "../api/client";
import { t } from "../i18n";
import { chooseStaff } from "../staff/lock";
import { drawerWords } from "../state/drawer_words";
import { finished } from "../state/finishing";
import { fresh, openCount } from "../state/pickups";
import { ROOM_OF } from "../state/rooms";
import { hashOf, type Route, route } from "../state/route";
import { session } from "../state/session";
import { waiting } from "../state/waiting";
import { practiceWaiting } from "../training/practised";
import { isTraining } from "../training/world";
import { Toast } from "./Announcer";

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
        <button type="button" class="bar-place" onClick={chooseStaff}>
          <b>
            {here?.store.name} {here?.register.name}
          </b>
          <span class="bar-staff">{here?.staff.name}</span>
          <span class="unseen"> – {t("Change who is here")}</span>
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
  const count = isTraining.value ? practiceWaiting.value : waiting.value.length + drawerWords.value.length;
  return (
    <p class={isConnected.value ? "connection" : "connection connection--off"}>
      {isConnected.value ? t("Connected") : t("Not connected")}
      {count > 0 && <span class="num"> ・ {t("To be booked: %(count)s", { count })}</span>}
    </p>
  );
}
