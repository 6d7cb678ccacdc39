/** The printer of this device: which bridge it is paired with, and which of its printers it prints on. */
import { signal } from "@preact/signals";
import { database } from "../state/device";
import type { Paired } from "./bridge";

/** `name` is empty until a printer is chosen. */
export interface Chosen extends Paired {
  name: string;
  /** Whether the drawer opens by itself when cash is taken or given back. */
  opensDrawer: boolean;
}

/** Null while the browser prints. */
export const chosen = signal<Chosen | null>(null);

const NOTE = "printer";

/** Reads the choice made on this device. */
export async function restorePrinter(): Promise<void> {
  chosen.value = (await database.note<Chosen>(NOTE)) ?? null;
}

/** Chooses a printer, or null to print with the browser. */
export async function choosePrinter(printer: Chosen | null): Promise<void> {
  chosen.value = printer;
  await database.setNote(NOTE, printer ?? undefined);
}

/** The printer, once one is chosen by its name. */
export function printerHere(): Chosen | null {
  return chosen.peek()?.name ? chosen.peek() : null;
}
