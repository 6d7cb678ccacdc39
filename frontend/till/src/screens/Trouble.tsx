/** Paid sales that were set aside: what each of them is, why it is not booked, and the ways out. */
import { useState } from "preact/hooks";
import type { Envelope } from "../data/db";
import { t } from "../i18n";
import { changeOfEnvelope } from "../sale/tendering";
import { announce } from "../state/announce";
import { aside, canTakeUp, isOfHere, sendAgain, settleOtherwise, takeUp } from "../state/aside";
import { wordsAside } from "../state/drawer_words";
import { finished, unsent } from "../state/finishing";
import { go, route } from "../state/route";
import { money, stamp } from "../state/session";
import { sendRefusedAgain } from "../state/waiting";
import { Dialog } from "../ui/Dialog";
import { useDeed } from "../ui/deed";
import { Heading } from "../ui/Heading";
import { answerOf } from "./answers";
import { DrawerTrouble } from "./DrawerTrouble";

export function Trouble() {
  return (
    <main class="page">
      <Heading title={t("Sales set aside")} />
      <DrawerTrouble />
      {aside.value.length > 0 ? (
        <p>{t("Paid, but not booked by the server. They are kept on this device; do not erase its data.")}</p>
      ) : (
        wordsAside.value.length === 0 && <p class="empty">{t("No sale is set aside.")}</p>
      )}
      <ul class="stack">
        {aside.value.map((envelope) => (
          <AsideSale key={envelope.uid} envelope={envelope} />
        ))}
      </ul>
    </main>
  );
}

function AsideSale({ envelope }: { envelope: Envelope }) {
  const deed = useDeed();
  const [trouble, setTrouble] = useState("");
  const [isAsking, setAsking] = useState(false);
  const again = () =>
    void deed.run(async () => {
      setTrouble("");
      if (envelope.queuedAt) {
        if (!(await sendRefusedAgain(envelope))) setTrouble(t("It is still not booked."));
        return;
      }
      const done = await sendAgain(envelope);
      if (!done) {
        setTrouble(t("It is still not booked."));
        return;
      }
      announce(t("The sale is booked now: %(number)s", { number: done.order.number }));
      const isHere = route.peek().screen === "trouble" && !unsent.peek() && !finished.peek();
      if (isHere) go({ screen: "receipt", number: done.order.number });
    });
  const mend = () =>
    void deed.run(async () => {
      if (!(await takeUp(envelope))) setTrouble(t("Finish or clear the open list first."));
      else if (envelope.kind === "sale") go({ screen: "sale" });
      else go({ screen: "hand-over", uid: envelope.place });
    });
  const settle = () =>
    void deed.run(async () => {
      setAsking(false);
      if (await settleOtherwise(envelope)) announce(t("The sale is forgotten on this device."));
    });
  return (
    <li class="card stack">
      <Facts envelope={envelope} />
      {trouble && (
        <p class="notice notice--hot" role="alert">
          {trouble}
        </p>
      )}
      {isOfHere(envelope) ? (
        <div class="actions">
          {canTakeUp(envelope) && (
            <button type="button" class="button" onClick={mend}>
              {t("Mend the list")}
            </button>
          )}
          <button type="button" class="button button--main" onClick={again} aria-busy={deed.isBusy}>
            {t("Send again")}
          </button>
        </div>
      ) : (
        <p class="notice">
          {t("Sign in at register %(register)s of store %(store)s to send it again.", {
            register: envelope.registerCode,
            store: envelope.storeCode,
          })}
        </p>
      )}
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t("Settled otherwise")}
      </button>
      {isAsking && <Settling envelope={envelope} onConfirm={settle} onClose={() => setAsking(false)} />}
    </li>
  );
}

interface SettlingProps {
  envelope: Envelope;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asked before the only record of cash taken is given up. */
function Settling({ envelope, onConfirm, onClose }: SettlingProps) {
  const { uid, totalMinor, tenderedMinor } = envelope;
  return (
    <Dialog id="settling" title={t("Was this sale settled otherwise?")} onClose={onClose}>
      <p>
        {t("This device forgets its goods, the cash received and its ID for good. Nobody can send it again.")}
      </p>
      <p>
        {t(
          "First look whether it is booked. If not, ring it up anew or give the money back, and note the ID.",
        )}
      </p>
      <FactList
        facts={[
          [t("Total"), money(totalMinor)],
          [t("Cash received"), money(tenderedMinor)],
          [t("Sale ID"), uid],
        ]}
      />
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t("Back")}
        </button>
        <button type="button" class="button button--pay" onClick={onConfirm}>
          {t("Forget this sale")}
        </button>
      </div>
    </Dialog>
  );
}

function Facts({ envelope }: { envelope: Envelope }) {
  const facts: [string, string][] = [
    [t("Total"), money(envelope.totalMinor)],
    [t("Cash received"), money(envelope.tenderedMinor)],
    [t("Change due"), money(changeOfEnvelope(envelope))],
    [t("Finished"), stamp(envelope.madeAt)],
    [t("Tries"), String(envelope.tries)],
    [t("Last answer"), answerOf(envelope)],
    [t("Sale ID"), envelope.uid],
  ];
  return <FactList facts={facts} />;
}

function FactList({ facts }: { facts: [string, string][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
