/** What is chosen on this device, and the way out. */
import { computed } from "@preact/signals";
import { freshness } from "../assortment/follower";
import type { Boot } from "../boot";
import { t } from "../i18n";
import { PrinterCard } from "../printer/PrinterCard";
import { forgetStaff } from "../staff/takeover";
import { choosePrinting, chooseSound, isSoundOn, printsAtOnce } from "../state/device";
import { wordsHere } from "../state/drawer_words";
import { hashOf } from "../state/route";
import { count, leave, moment, money, session } from "../state/session";
import { playPickup } from "../state/sound";
import { isNewHere, keeping, takeUp } from "../state/version";
import { waiting, waitingHere, waitingMinor } from "../state/waiting";
import { endTraining } from "../training/enter";
import { useDeed } from "../ui/deed";
import { Heading } from "../ui/Heading";
import { PinSettings } from "./PinSettings";
import { Languages } from "./SignIn";

/** Whether something of this store is only on this device. */
const isOwing = computed(() => waitingHere.value.length + wordsHere.value.length > 0);

export function Settings({ languages }: { languages: Boot["languages"] }) {
  const deed = useDeed();
  const here = session.value;
  return (
    <main class="page">
      <Heading title={t("Settings")} />
      <section class="card stack">
        <h2>{t("Language")}</h2>
        <Languages languages={languages} />
      </section>
      <section class="card stack">
        <h2>{t("Sound and printing")}</h2>
        <Choice name={t("Sound for scans and new pickups")} isOn={isSoundOn.value} onChange={chooseSound} />
        <Choice
          name={t("Print the receipt after each sale")}
          isOn={printsAtOnce.value}
          onChange={choosePrinting}
        />
        <p>
          <button type="button" class="button" onClick={playPickup} disabled={!isSoundOn.value}>
            {t("Play the sound of a new pickup")}
          </button>
        </p>
      </section>
      <PrinterCard />
      <section class="card stack">
        <h2>{t("Training")}</h2>
        <p>
          <a class="button" href={hashOf({ screen: "training" })}>
            {t("Training and exercises")}
          </a>
        </p>
      </section>
      <section class="card stack">
        <h2>{t("This device")}</h2>
        <p>{keptWords()}</p>
        {isNewHere.value && (
          <p class="actions">
            <span>{t("A new version is here. It is taken up by itself between two sales.")}</span>
            <button type="button" class="button" onClick={takeUp}>
              {t("Take it up now")}
            </button>
          </p>
        )}
        <h2>{t("Goods on this device")}</h2>
        <p>{goodsHere()}</p>
        <h2>{t("Sales to be booked")}</h2>
        <p class="num">
          {waiting.value.length === 0
            ? t("None: everything is booked.")
            : t("%(count)s, together %(total)s. They are sent by themselves.", {
                count: waiting.value.length,
                total: money(waitingMinor.value),
              })}
        </p>
      </section>
      <PinSettings />
      <section class="card stack">
        <h2>{t("Who is here")}</h2>
        <p>
          {here?.store.name} ・ {here?.register.name} ・ {here?.staff.name}
        </p>
        <p>
          <button
            type="button"
            class="button"
            disabled={isOwing.value}
            aria-describedby={isOwing.value ? "why-stay" : undefined}
            onClick={() => void deed.run(signOut)}
            aria-busy={deed.isBusy}
          >
            {t("Sign out")}
          </button>
        </p>
        {isOwing.value && (
          <p id="why-stay" class="small">
            {waitingHere.value.length > 0
              ? t("You can sign out as soon as all sales are booked.")
              : t("You can sign out as soon as what was done at the drawer is booked.")}
          </p>
        )}
      </section>
    </main>
  );
}

/** Who signs out takes everybody's PINs off this device, and is done with training: the next one at the register sells. */
async function signOut(): Promise<void> {
  await endTraining();
  await forgetStaff();
  await leave();
}

function keptWords(): string {
  if (keeping.value === "kept") return t("The till opens on this device without a network too.");
  if (keeping.value === "fetching") return t("The till is being kept on this device…");
  return t("This device cannot open the till without a network: its address must begin with https.");
}

/** How many goods this device could sell by itself, and of when. */
function goodsHere(): string {
  const { count: goods, asOf, loading } = freshness.value;
  if (loading) {
    return t("%(came)s of %(total)s have come.", { came: count(loading.came), total: count(loading.total) });
  }
  if (asOf === null) return t("None have come yet.");
  return t("%(count)s, as of %(moment)s", { count: count(goods), moment: moment(asOf) });
}

interface ChoiceProps {
  name: string;
  isOn: boolean;
  onChange: (isOn: boolean) => Promise<void>;
}

function Choice({ name, isOn, onChange }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => void onChange(event.currentTarget.checked)}
      />
      {name}
    </label>
  );
}
