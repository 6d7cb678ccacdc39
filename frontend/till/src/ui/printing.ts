/** Printing: the server counts it, so that the second print of a receipt says that it is one. */
import { useState } from "preact/hooks";
import type { Receipt } from "../api/shapes";
import * as till from "../api/till";
import { type Deed, useDeed } from "./deed";
import { cutPaper } from "./paper";

/** A receipt that can be printed: the data as last told, and the deed that prints it. */
export function usePrinting(start: Receipt | null): {
  receipt: Receipt | null;
  deed: Deed;
  print: () => void;
} {
  const [printed, setPrinted] = useState<Receipt | null>(null);
  const deed = useDeed();
  const receipt = printed?.number === start?.number ? printed : start;
  const print = () =>
    void deed.run(async () => {
      if (!receipt) return;
      setPrinted(await till.printReceipt(receipt.number));
      // The page must show the receipt as the server told it before the printer takes the picture.
      await drawn();
      cutPaper();
      window.print();
    });
  return { receipt, deed, print };
}

/** Waits until what was just decided is on the screen. */
export function drawn(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
