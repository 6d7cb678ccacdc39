/** What this device is: its database, its outbox, and the choices made on it. */
import { signal } from "@preact/signals";
import { sendEnvelope } from "../api/till";
import { TillDatabase } from "../data/db";
import { Outbox } from "../data/outbox";
import { language } from "../i18n";

export const database = new TillDatabase();
export const outbox = new Outbox(database, sendEnvelope);

/** Where this device stands, remembered from the last sign-in. */
export interface Stand {
  storeCode: string;
  storeName: string;
  registerCode: string;
  registerName: string;
}

export const stand = signal<Stand | null>(null);
export const isSoundOn = signal(true);
/** Whether the receipt is printed as soon as a sale is finished. */
export const printsAtOnce = signal(false);

/** The paper on which slips of pickups are printed. */
export const PAPERS = ["roll", "a5", "a4"] as const;
export type Paper = (typeof PAPERS)[number];
export const slipPaper = signal<Paper>("roll");

/** Reads the choices made on this device. */
export async function restoreDevice(): Promise<void> {
  stand.value = (await database.note<Stand>("stand")) ?? null;
  isSoundOn.value = (await database.note<boolean>("sound")) ?? true;
  printsAtOnce.value = (await database.note<boolean>("print")) ?? false;
  slipPaper.value = (await database.note<Paper>("slip-paper")) ?? "roll";
  language.value = (await database.note<string>("language")) ?? language.value;
}

/** Chooses the paper of slips. */
export async function chooseSlipPaper(paper: Paper): Promise<void> {
  slipPaper.value = paper;
  await database.setNote("slip-paper", paper);
}

/** Chooses the language of this device. */
export async function chooseLanguage(code: string): Promise<void> {
  language.value = code;
  await database.setNote("language", code);
}

/** Turns this device's sounds on or off. */
export async function chooseSound(isOn: boolean): Promise<void> {
  isSoundOn.value = isOn;
  await database.setNote("sound", isOn);
}

/** Says whether receipts are printed at once. */
export async function choosePrinting(isAtOnce: boolean): Promise<void> {
  printsAtOnce.value = isAtOnce;
  await database.setNote("print", isAtOnce);
}
