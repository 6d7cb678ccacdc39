/** What of the practice world outlives a reload, beside lists and sales: kept in the practice book, and gone with it. */
import { type Signal, signal } from "@preact/signals";
import { practiceBook } from "./world";

/** The restoring and forgetting of everything that is kept so. */
const all: { read: () => Promise<void>; forget: () => void }[] = [];

export class Kept<T> {
  readonly now: Signal<T>;

  constructor(
    private readonly name: string,
    private readonly fresh: T,
  ) {
    this.now = signal(fresh);
    all.push({ read: () => this.read(), forget: () => this.forget() });
  }

  async keep(next: T): Promise<void> {
    this.now.value = next;
    await practiceBook.setNote(this.name, next);
  }

  private async read(): Promise<void> {
    this.now.value = (await practiceBook.note<T>(this.name)) ?? this.fresh;
  }

  private forget(): void {
    this.now.value = this.fresh;
  }
}

/** Reads from the device how the practice world stood. */
export async function readKept(): Promise<void> {
  await Promise.all(all.map(({ read }) => read()));
}

/** The practice world as it begins; the practice book is emptied by who calls this. */
export function forgetKept(): void {
  for (const { forget } of all) forget();
}
