/** Printing: the server counts it, so that the second print of a receipt says that it is one. */
import { useEffect, useState } from "preact/hooks";
import type { FormalReceipt, Receipt, Slip } from "../api/shapes";
import * as till from "../api/till";
import { language } from "../i18n";
import { slipDocument } from "../printer/document";
import { printOut } from "../printer/print";
import { type Deed, useDeed } from "./deed";

export interface Printing {
  receipt: Receipt | null;
  /** What is on the screen: the receipt as it was printed last, or made out to a name. */
  slip: Slip | null;
  deed: Deed;
  print: () => void;
  /** Shows a receipt that was made out to a name, and prints it. */
  showFormal: (formal: FormalReceipt) => void;
}

/** A receipt that can be printed: the data as last told, and the deed that prints it. */
export function usePrinting(start: Receipt | null): Printing {
  const [told, setTold] = useState<Receipt | null>(null);
  const [formal, setFormal] = useState<FormalReceipt | null>(null);
  const deed = useDeed();
  const receipt = told?.number === start?.number ? told : start;
  const lang = language.value;
  // The slip is in the language that was on the screen when it was asked for.
  useEffect(() => {
    if (!receipt || receipt.slip.language === lang) return;
    void deed.run(async () => setTold(await till.getReceipt(receipt.number)));
  }, [lang, receipt?.number]);
  const print = () =>
    void deed.run(async () => {
      if (!receipt) return;
      setFormal(null);
      const printed = await till.printReceipt(receipt.number);
      setTold(printed);
      await sendToPrinter(printed.slip);
    });
  const showFormal = (issued: FormalReceipt) => {
    setFormal(issued);
    void deed.run(async () => {
      // Whoever prints the plain receipt after this must see that it was made out to a name.
      if (receipt) setTold(await till.getReceipt(receipt.number));
      await sendToPrinter(issued.slip);
    });
  };
  return { receipt, slip: formal?.slip ?? receipt?.slip ?? null, deed, print, showFormal };
}

/** Prints a receipt that is on the page, once it is there as it is to be on the paper. */
export async function sendToPrinter(slip: Slip): Promise<void> {
  await drawn();
  await printOut(slipDocument(slip));
}

/** Waits until what was just decided is on the screen. */
export function drawn(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
