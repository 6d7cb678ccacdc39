/** The printer of this device, in the settings: paired with its bridge by a code, chosen, tried, and left again. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { Field } from "../ui/Field";
import { BridgeAway, BridgeRefused, listPrinters, type PrinterTold, pair } from "./bridge";
import { type Chosen, choosePrinter, chosen } from "./chosen";
import { sheetDocument } from "./document";
import { printOut } from "./print";
import { awayWords, refusalWords, whyWords } from "./words";

const USUAL_PORT = "9180";

export function PrinterCard() {
  const printer = chosen.value;
  return (
    <section class="card stack" aria-labelledby="printer-title">
      <h2 id="printer-title">{t("Receipt printer")}</h2>
      {printer ? <Printers printer={printer} /> : <Pairing />}
    </section>
  );
}

/** What a deed with the bridge came to, in words. */
function useBridge() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const run = async (deed: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setFailure("");
    try {
      await deed();
    } catch (error) {
      if (error instanceof BridgeAway) setFailure(awayWords());
      else if (error instanceof BridgeRefused) setFailure(refusalWords(error.code));
      else throw error;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, failure, run };
}

function Pairing() {
  const [code, setCode] = useState("");
  const [port, setPort] = useState(USUAL_PORT);
  const bridge = useBridge();
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isPort) return;
    void bridge.run(async () => {
      const paired = await pair(Number(port), code);
      const [first] = await listPrinters(paired);
      await choosePrinter({ ...paired, name: first?.name ?? "", opensDrawer: true });
      announce(t("The till is paired with the bridge."));
    });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p>{t("Receipts are printed with the browser. With the print bridge they come out by themselves.")}</p>
      <Field
        id="pairing-code"
        label={t("Pairing code")}
        value={code}
        onValue={setCode}
        inputMode="numeric"
        autocomplete="off"
        maxLength={12}
        hint={t("Eight digits, shown by “noren bridge pair” on this device.")}
        error={bridge.failure || undefined}
      />
      <Field
        id="bridge-port"
        label={t("Port of the bridge")}
        value={port}
        onValue={setPort}
        inputMode="numeric"
        autocomplete="off"
        maxLength={5}
        error={isPort ? undefined : t("A number from 1 to 65535.")}
      />
      <p>
        <button type="submit" class="button" disabled={!code.trim()} aria-busy={bridge.isBusy}>
          {t("Pair")}
        </button>
      </p>
    </form>
  );
}

function Printers({ printer }: { printer: Chosen }) {
  const [told, setTold] = useState<PrinterTold[] | null>(null);
  const bridge = useBridge();
  const look = () => void bridge.run(async () => setTold(await listPrinters(printer)));
  useEffect(look, [printer.token]);
  const names = told?.map(({ name }) => name) ?? [printer.name];
  return (
    <>
      {bridge.failure && (
        <p class="notice notice--hot" role="alert">
          {bridge.failure}
        </p>
      )}
      <fieldset class="printers">
        <legend class="field__label">{t("Which printer")}</legend>
        {names.filter(Boolean).map((name) => (
          <label key={name} class="choice">
            <input
              type="radio"
              name="printer"
              checked={printer.name === name}
              onChange={() => void choosePrinter({ ...printer, name })}
            />
            <span>
              {name} <PrinterState told={told?.find((one) => one.name === name)} />
            </span>
          </label>
        ))}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          checked={printer.opensDrawer}
          onChange={(event) => void choosePrinter({ ...printer, opensDrawer: event.currentTarget.checked })}
        />
        {t("Open the cash drawer when cash is taken or given back")}
      </label>
      <div class="actions printer-actions">
        <button type="button" class="button" disabled={!printer.name} onClick={() => void tryOut(printer)}>
          {t("Test print")}
        </button>
        <button type="button" class="button" onClick={look} aria-busy={bridge.isBusy}>
          {t("Look at the printers")}
        </button>
        <button type="button" class="button" onClick={() => void choosePrinter(null)}>
          {t("Print with the browser again")}
        </button>
      </div>
    </>
  );
}

function PrinterState({ told }: { told: PrinterTold | undefined }) {
  if (!told) return null;
  return (
    <span class="soft">
      {told.paper_mm} mm
      {told.waiting > 0 && ` ・ ${t("Waiting to be printed: %(count)s", { count: told.waiting })}`}
      {told.why && ` ・ ${whyWords(told.why)}`}
    </span>
  );
}

async function tryOut(printer: Chosen): Promise<void> {
  const page = sheetDocument([
    { kind: "title", text: t("Test print") },
    { kind: "rule" },
    { kind: "row", name: t("Receipt printer"), value: printer.name },
    { kind: "words", text: "ひらがな カタカナ 漢字 ﾊﾝｶｸ ABC abc 0123456789" },
    { kind: "total", name: t("Total"), value: "¥1,234" },
    { kind: "barcode", text: "0123456789" },
  ]);
  // The browser would print the settings.
  await printOut(page, null);
}
