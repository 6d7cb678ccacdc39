/** What was ticked off of a pickup, in pieces: kept on the device at once, and shared with the other tills. */
import { type Signal, signal } from "@preact/signals";
import type { PickedLine, TickedLine } from "../api/shapes";
import type { TillDatabase } from "../data/db";
import { listsOf } from "../training/world";
import { database } from "./device";

/** Pieces by uid of the line. */
export type Pieces = Readonly<Record<string, number>>;

/**
 * Pieces of a line once two counts come together; the server does the same (`orders/together/rules.py`).
 *
 * More than one began from raises the known count to one's own, less lowers it: what is heard late, or twice, neither
 * takes a tick back nor counts a piece twice.
 */
export function merged(known: number, mine: number, began: number): number {
  if (mine > began) return Math.max(known, mine);
  return mine < began ? Math.min(known, mine) : known;
}

const PICKED = "picked ";
const noteOf = (uid: string) => `${PICKED}${uid}`;

/** Orders that something was ticked off of on this device, practice apart. */
export async function ordersTicked(): Promise<string[]> {
  const names = await database.notes.where("name").startsWith(PICKED).primaryKeys();
  return names.map((name) => name.slice(PICKED.length));
}

/** One order's ticks on this device; one at a time for each order, as each keeps all of them. */
export class Ticks {
  /** What the screen shows: what the device kept. */
  readonly shown: Signal<Pieces>;
  private newest: Pieces;
  /** What the server answered last. */
  private told: Pieces;
  private onTick: () => void = () => undefined;

  private constructor(
    private readonly uid: string,
    private readonly lists: TillDatabase,
    newest: Pieces,
    told: Pieces,
  ) {
    this.newest = newest;
    this.told = told;
    this.shown = signal(newest);
  }

  /** As the device kept it: a reload in the aisle loses nothing, and what no server heard yet is told later. */
  static async open(uid: string): Promise<Ticks> {
    const lists = listsOf(database);
    // A device that cannot read it lets people pick all the same.
    const [newest, told] = await Promise.all([
      lists.note<Pieces>(noteOf(uid)).catch(() => undefined),
      lists.note<Pieces>(`picked-told ${uid}`).catch(() => undefined),
    ]);
    return new Ticks(uid, lists, newest ?? {}, told ?? {});
  }

  /** Calls when something was ticked off here. */
  follow(onTick: () => void): void {
    this.onTick = onTick;
  }

  /** Pieces of a line, those of the latest tap among them. */
  of(lineUid: string): number {
    return this.newest[lineUid] ?? 0;
  }

  set(lineUid: string, count: number): void {
    this.newest = { ...this.newest, [lineUid]: count };
    this.keep();
    this.onTick();
  }

  /** All of it as it stands here. */
  get all(): Pieces {
    return this.newest;
  }

  /** What changed here since the server's last word. */
  changes(): TickedLine[] {
    return Object.keys({ ...this.told, ...this.newest })
      .map((uid) => ({ line_uid: uid, quantity: this.of(uid), seen_quantity: this.told[uid] ?? 0 }))
      .filter((line) => line.quantity !== line.seen_quantity);
  }

  /**
   * Takes in what all tills picked.
   *
   * @param began what this till had told when it was answered: what was ticked off since stays; by default what the
   *   server had answered before
   */
  hear(lines: readonly PickedLine[], began: Pieces = this.told): void {
    const told = Object.fromEntries(lines.map((line) => [line.line_uid, line.quantity]));
    const uids = Object.keys({ ...this.newest, ...told });
    const pieces = uids.map((uid) => [uid, merged(told[uid] ?? 0, this.of(uid), began[uid] ?? 0)] as const);
    const newest = Object.fromEntries(pieces.filter(([, count]) => count > 0));
    if (isSame(newest, this.newest) && isSame(told, this.told)) return;
    this.newest = newest;
    this.told = told;
    this.keep();
  }

  /** Shown once it is kept; where the device keeps nothing more, all the same. */
  private keep(): void {
    const kept = [
      this.lists.setNote(noteOf(this.uid), someOf(this.newest)),
      this.lists.setNote(`picked-told ${this.uid}`, someOf(this.told)),
    ];
    void Promise.allSettled(kept).then(() => {
      this.shown.value = this.newest;
    });
  }
}

/** Nothing is not kept: a device does not remember orders that are over. */
function someOf(pieces: Pieces): Pieces | undefined {
  return Object.keys(pieces).length > 0 ? pieces : undefined;
}

function isSame(one: Pieces, other: Pieces): boolean {
  return Object.keys({ ...one, ...other }).every((uid) => (one[uid] ?? 0) === (other[uid] ?? 0));
}
