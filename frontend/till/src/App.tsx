/** What is on the screen: a sign-in, a sale on its way, its receipt, or one of the screens. */
import { useEffect, useState } from "preact/hooks";
import { pricesAsOf } from "./alone/here";
import { isConnected } from "./api/client";
import { freshness } from "./assortment/follower";
import type { Boot } from "./boot";
import { t } from "./i18n";
import { PrinterNotice } from "./printer/PrinterNotice";
import { FindSale } from "./returns/FindSale";
import { ReturnScreen } from "./returns/ReturnScreen";
import { WithoutSale } from "./returns/WithoutSale";
import { DoneHere } from "./sale/DoneHere";
import { DoneScreen } from "./sale/DoneScreen";
import { SaleScreen } from "./sale/SaleScreen";
import { UnsentScreen } from "./sale/UnsentScreen";
import { ChangeOrder } from "./screens/ChangeOrder";
import { Enroll, openedLink } from "./screens/Enroll";
import { HandOver } from "./screens/HandOver";
import { Join } from "./screens/Join";
import { Member } from "./screens/Member";
import { Members } from "./screens/Members";
import { Pickup } from "./screens/Pickup";
import { PickupSlipScreen } from "./screens/PickupSlipScreen";
import { Pickups } from "./screens/Pickups";
import { ReceiptScreen } from "./screens/ReceiptScreen";
import { Receipts } from "./screens/Receipts";
import { Settings } from "./screens/Settings";
import { SignIn } from "./screens/SignIn";
import { StaffGate } from "./screens/StaffGate";
import { Stopped } from "./screens/Stopped";
import { Trouble } from "./screens/Trouble";
import { CashMoveScreen } from "./shift/CashMoveScreen";
import { CheckScreen } from "./shift/CheckScreen";
import { CloseScreen } from "./shift/CloseScreen";
import { DrawerScreen } from "./shift/DrawerScreen";
import { ShiftScreen } from "./shift/ShiftScreen";
import { gate } from "./staff/lock";
import { aside } from "./state/aside";
import { wordsAside } from "./state/drawer_words";
import { isStopped } from "./state/enrolled";
import { type Finished, finished, unsent } from "./state/finishing";
import { hashOf, type Route, route } from "./state/route";
import { session } from "./state/session";
import { asksToOpen } from "./state/shift";
import { TrainingBar } from "./training/TrainingBar";
import { NotPractised, TrainingScreen } from "./training/TrainingScreen";
import { isTraining } from "./training/world";
import { Announcer } from "./ui/Announcer";
import { TopBar } from "./ui/TopBar";

export function App({ boot }: { boot: Boot }) {
  return (
    <>
      <Entrance boot={boot} />
      <Announcer />
    </>
  );
}

function Entrance({ boot }: { boot: Boot }) {
  if (openedLink.value)
    return (
      <>
        <TrainingBar />
        <Enroll link={openedLink.value} languages={boot.languages} />
      </>
    );
  // A device that was stopped trains no longer.
  if (isStopped.value) return <Stopped languages={boot.languages} />;
  if (session.value) return <Behind boot={boot} />;
  return (
    <>
      <TrainingBar />
      <SignIn languages={boot.languages} />
    </>
  );
}

function Behind({ boot }: { boot: Boot }) {
  if (gate.value === "open") return <Till boot={boot} />;
  return (
    <>
      <TrainingBar hasWays={false} />
      <StaffGate />
    </>
  );
}

function Till({ boot }: { boot: Boot }) {
  return (
    <div class="till">
      <TopBar />
      <TrainingBar />
      <div class="bar-news">
        <div role="alert" class={isConnected.value ? "" : "offline"}>
          {!isConnected.value &&
            (pricesAsOf.value === null
              ? t("Not connected. Nothing is lost; the till goes on by itself as soon as it can.")
              : t(
                  "Not connected. Sales over the counter go on; they are kept on this device and booked later.",
                ))}
        </div>
        <PrinterNotice />
        <Loading />
        {aside.value.length + wordsAside.value.length > 0 &&
          !isTraining.value &&
          route.value.screen !== "trouble" && <AsideNotice />}
        {asksToOpen.value && route.value.screen === "sale" && <OpenNotice />}
      </div>
      <Screen boot={boot} />
    </div>
  );
}

function Done({ sale }: { sale: Finished }) {
  return sale.done ? <DoneScreen sale={sale} /> : <DoneHere envelope={sale.envelope} slip={sale.slip} />;
}

/** Words that are gone again at once move the screen twice for nothing. */
const LOADING_IS_SAID_AFTER_MS = 1_000;

/** While a new device gets its goods: until all are there it sells with the network alone. */
function Loading() {
  const { asOf, loading } = freshness.value;
  const isLoading = asOf === null && loading !== null;
  const [isSaid, setSaid] = useState(false);
  useEffect(() => {
    setSaid(false);
    if (!isLoading) return;
    const timer = setTimeout(() => setSaid(true), LOADING_IS_SAID_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isLoading]);
  if (!isLoading || !isSaid) return null;
  return (
    <section class="loading" aria-labelledby="goods-come">
      <p id="goods-come">{t("Goods come onto this device. With the network it sells already.")}</p>
      <progress aria-labelledby="goods-come" max={Math.max(loading.total, 1)} value={loading.came} />
    </section>
  );
}

/** On every screen, so that nobody closes the day over a sale that is not booked. */
function AsideNotice() {
  return (
    <aside class="aside-notice" aria-label={t("Sales set aside")}>
      <p>{t("Set aside, not booked: %(count)s", { count: aside.value.length + wordsAside.value.length })}</p>
      <a class="button" href={hashOf({ screen: "trouble" })} onClick={leaveReceipt}>
        {t("Look at them")}
      </a>
    </aside>
  );
}

/** Before the first sale: the drawer is counted first, or the difference in the evening is nobody's. */
function OpenNotice() {
  return (
    <aside class="aside-notice" aria-label={t("No shift is open")}>
      <p>{t("No shift is open: count the drawer before the first sale.")}</p>
      <a class="button" href={hashOf({ screen: "drawer" })} onClick={leaveReceipt}>
        {t("Count the drawer")}
      </a>
    </aside>
  );
}

/** The screens that training has; all others show real customers, or would ask the server for them. */
const PRACTISED: ReadonlySet<Route["screen"]> = new Set([
  "sale",
  "pickups",
  "pickup",
  "hand-over",
  "receipts",
  "returns",
  "return",
  "drawer",
  "cash-move",
  "shift-check",
  "shift-close",
  "shift",
  "settings",
  "training",
]);

function leaveReceipt(): void {
  finished.value = null;
}

function Screen({ boot }: { boot: Boot }) {
  if (unsent.value) {
    return (
      <main class="page">
        <UnsentScreen />
      </main>
    );
  }
  if (finished.value) {
    return (
      <main class="page">
        <Done key={finished.value.envelope.uid} sale={finished.value} />
      </main>
    );
  }
  return isTraining.value && !PRACTISED.has(route.value.screen) ? (
    <NotPractised />
  ) : (
    screenOf(route.value, boot)
  );
}

function screenOf(at: Route, boot: Boot) {
  switch (at.screen) {
    case "sale":
      return (
        <main class="desk-page">
          <SaleScreen />
        </main>
      );
    case "hand-over":
      return (
        <main class="desk-page">
          <HandOver key={at.uid} uid={at.uid} />
        </main>
      );
    case "pickups":
      return <Pickups />;
    case "pickup":
      return <Pickup key={at.uid} uid={at.uid} />;
    case "change-order":
      return <ChangeOrder key={at.uid} uid={at.uid} />;
    case "slip":
      return <PickupSlipScreen key={at.uid} uid={at.uid} />;
    case "members":
      return <Members />;
    case "member":
      return <Member key={at.uid} uid={at.uid} />;
    case "join":
      return <Join />;
    case "receipts":
      return <Receipts />;
    case "receipt":
      return <ReceiptScreen key={at.number} number={at.number} />;
    case "returns":
      return <FindSale />;
    case "return":
      return <ReturnScreen key={at.uid} uid={at.uid} />;
    case "return-without-sale":
      return <WithoutSale />;
    case "drawer":
      return <DrawerScreen />;
    case "cash-move":
      return <CashMoveScreen />;
    case "shift-check":
      return <CheckScreen />;
    case "shift-close":
      return <CloseScreen />;
    case "shift":
      return <ShiftScreen key={at.uid} uid={at.uid} />;
    case "trouble":
      return <Trouble />;
    case "training":
      return <TrainingScreen />;
    case "settings":
      return <Settings languages={boot.languages} />;
  }
}
