/** What was done at the drawer without a network and was refused: what each is, why, and the ways out. */
import { useState } from "preact/hooks";
import type { DrawerWord } from "../data/db";
import { t } from "../i18n";
import { sumOf } from "../shift/counting";
import { purposeWords } from "../shift/words";
import { isOfHere } from "../state/aside";
import { sendWordAgain, settleWord, wordsAside } from "../state/drawer_words";
import { money, stamp } from "../state/session";
import { readShiftDesk } from "../state/shift";
import { Dialog } from "../ui/Dialog";
import { useDeed } from "../ui/deed";
import { answerOf } from "./answers";

export function DrawerTrouble() {
  if (wordsAside.value.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="drawer-trouble">
      <h2 id="drawer-trouble">{t("Done at the drawer, not booked")}</h2>
      <p>{t("Who may do it signs in here and sends it again. Until then the shift cannot be closed.")}</p>
      <ul class="stack">
        {wordsAside.value.map((word) => (
          <RefusedWord key={word.uid} word={word} />
        ))}
      </ul>
    </section>
  );
}

function RefusedWord({ word }: { word: DrawerWord }) {
  const deed = useDeed();
  const [trouble, setTrouble] = useState("");
  const [isAsking, setAsking] = useState(false);
  const again = () =>
    void deed.run(async () => {
      setTrouble("");
      if (!(await sendWordAgain(word))) setTrouble(t("It is still not booked."));
      else void readShiftDesk().catch(() => undefined);
    });
  const settle = () =>
    void deed.run(async () => {
      setAsking(false);
      await settleWord(word);
    });
  return (
    <li class="card stack">
      <Facts word={word} />
      {trouble && (
        <p class="notice notice--hot" role="alert">
          {trouble}
        </p>
      )}
      {isOfHere(word) && (
        <div class="actions">
          <button type="button" class="button button--main" onClick={again} aria-busy={deed.isBusy}>
            {t("Send again")}
          </button>
        </div>
      )}
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t("Settled otherwise")}
      </button>
      {isAsking && (
        <Dialog id="settling-word" title={t("Was this settled otherwise?")} onClose={() => setAsking(false)}>
          <p>{t("This device forgets it for good. Note it first, so that the office can put it right.")}</p>
          <Facts word={word} />
          <div class="actions">
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {t("Back")}
            </button>
            <button type="button" class="button button--pay" onClick={settle}>
              {t("Forget it on this device")}
            </button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

function Facts({ word }: { word: DrawerWord }) {
  const facts: [string, string][] = [
    ...factsOf(word),
    [t("When"), stamp(word.sent.made_at)],
    [t("Staff"), word.staffName],
    [t("Register"), `${word.storeCode}-${word.registerCode}`],
    [t("Last answer"), answerOf(word)],
    ["ID", word.uid],
  ];
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

function factsOf({ sent }: DrawerWord): [string, string][] {
  if (sent.kind === "open_shift") {
    const pieces = Object.fromEntries(sent.counts.map((count) => [count.value_minor, count.pieces]));
    return [[t("A shift opened with"), money(sumOf(pieces))]];
  }
  return [
    [purposeWords(sent.purpose), money(sent.amount_minor)],
    [t("Reason"), sent.reason],
  ];
}
