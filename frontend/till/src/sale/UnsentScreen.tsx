/** A paid sale that the server has not answered yet: nothing is lost, and it can be set aside for the next customer. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { answerOf } from "../screens/answers";
import { isOfHere } from "../state/aside";
import { canSetAside, nextTryAt, offersSetAside, setAside, tryNow, unsent } from "../state/finishing";
import { money } from "../state/session";
import { Heading } from "../ui/Heading";
import { changeOfEnvelope } from "./tendering";

export function UnsentScreen() {
  const envelope = unsent.value;
  const inS = useCountdown(nextTryAt.value);
  if (!envelope) return null;
  const isWaiting = nextTryAt.value !== null;
  if (!isWaiting && envelope.tries === 0) {
    return (
      <div class="waiting" aria-busy="true">
        <Heading title={t("Booking the sale")} />
      </div>
    );
  }
  return (
    <div class="waiting stack">
      <Heading title={t("This sale is not booked yet")} />
      {isOfHere(envelope) && (
        <p>
          {t(
            "It is kept on this device and is sent again by itself. It will be booked once, however often it is sent.",
          )}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{t("Total")}</dt>
          <dd class="num">{money(envelope.totalMinor)}</dd>
        </div>
        <div>
          <dt>{t("Cash received")}</dt>
          <dd class="num">{money(envelope.tenderedMinor)}</dd>
        </div>
        <div>
          <dt>{t("Change due")}</dt>
          <dd class="num">{money(changeOfEnvelope(envelope))}</dd>
        </div>
        {envelope.lastAnswer && (
          <div>
            <dt>{t("Last answer")}</dt>
            <dd>{answerOf(envelope)}</dd>
          </div>
        )}
      </dl>
      {isOfHere(envelope) ? (
        <>
          <p class="soft num">
            {isWaiting ? t("Next try in %(seconds)s s", { seconds: inS }) : t("Sending…")}
          </p>
          <button type="button" class="button button--pay" onClick={() => void tryNow()}>
            {t("Try now")}
          </button>
        </>
      ) : (
        <p class="notice">
          {t("Sign in at register %(register)s of store %(store)s to send it again.", {
            register: envelope.registerCode,
            store: envelope.storeCode,
          })}
        </p>
      )}
      {offersSetAside.value && <SetAside />}
    </div>
  );
}

/** It stays while a try is under way: whoever has the focus on it would lose it every half minute. */
function SetAside() {
  return (
    <section class="card stack" aria-labelledby="set-aside">
      <h2 id="set-aside">{t("The next customer is waiting?")}</h2>
      <p>{t("Set this sale aside. It stays on this device, without a receipt, until it is sent again.")}</p>
      <button type="button" class="button" aria-disabled={!canSetAside.value} onClick={() => void setAside()}>
        {t("Set aside")}
      </button>
    </section>
  );
}

/** Whole seconds until an instant, counted down on the screen. */
function useCountdown(until: number | null): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
