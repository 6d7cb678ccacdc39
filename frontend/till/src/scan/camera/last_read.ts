/** The goods that were read last while the camera is open, newest first: who looks at the packages sees what was taken. */
import { signal } from "@preact/signals";
import type { Variant } from "../../api/shapes";
import { newUid } from "../../data/ids";

const MOST = 4;

export interface Read {
  uid: string;
  variant: Variant;
}

export const lastRead = signal<Read[]>([]);

/** Notes goods that a screen took. */
export function noteRead(variant: Variant): void {
  lastRead.value = [{ uid: newUid(), variant }, ...lastRead.value].slice(0, MOST);
}

/** Forgets one that was taken back. */
export function dropRead(uid: string): void {
  lastRead.value = lastRead.value.filter((one) => one.uid !== uid);
}

/** Forgets them all. */
export function clearRead(): void {
  lastRead.value = [];
}
