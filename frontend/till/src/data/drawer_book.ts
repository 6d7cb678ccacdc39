/**
 * What was done at the drawer without a network: the only code that writes words down and takes them away.
 *
 * A word is on disk before the screen says that it was done, and stays until the server booked it, or somebody settled
 * it otherwise.
 */
import type { BookedInShift, OutcomeOfLater, ShiftDesk } from "../api/shapes";
import type { DrawerWord, TillDatabase } from "./db";

/** How the register stood when the server last told; read again where it cannot be asked. */
export interface KeptDesk {
  registerUid: string;
  desk: ShiftDesk;
}

const DESK = "shift-desk";
/** A fault of the server that comes this often comes always: a person must look at the word. */
const MOST_FAULTS = 10;
const FAULT = 500;

export class DrawerBook {
  constructor(private readonly database: TillDatabase) {}

  /** Writes a word down. Rejects when the device cannot; nothing was done then. */
  async add(word: DrawerWord): Promise<void> {
    await this.database.words.add(word);
  }

  /** Those that are sent by themselves, the oldest first. */
  async waiting(): Promise<DrawerWord[]> {
    return this.inOrder((word) => word.setAsideAt === undefined);
  }

  /** Those that were refused, the oldest first. */
  async aside(): Promise<DrawerWord[]> {
    return this.inOrder((word) => word.setAsideAt !== undefined);
  }

  /**
   * Notes what the server said to a word. What is booked is forgotten, and its shift is known from then on, in one
   * transaction; what is refused is set aside for a person to look at; anything else stays.
   */
  async noteOutcome(word: DrawerWord, told: OutcomeOfLater): Promise<void> {
    const { words, notes } = this.database;
    const tries = word.tries + 1;
    if (told.outcome === "booked" || told.outcome === "repeated") {
      await this.database.transaction("rw", words, notes, async () => {
        await words.where("uid").equals(word.uid).delete();
        if (told.shift) await this.noteShift(word, told.shift);
      });
      return;
    }
    const { status = 0, detail = "", code = "" } = told.problem ?? {};
    const isOver = told.outcome === "refused" || (status === FAULT && tries >= MOST_FAULTS);
    const setAside = isOver ? { setAsideAt: new Date().toISOString() } : {};
    const refusal = told.outcome === "refused" ? detail : "";
    await words.put({ ...word, tries, lastAnswer: { status: status || null, refusal, code }, ...setAside });
  }

  /** Has a word that was refused sent again. */
  async takeBack(word: DrawerWord): Promise<void> {
    const { setAsideAt: _, ...waiting } = word;
    await this.database.words.put(waiting);
  }

  /** Forgets a word for good: somebody settled it without the server. */
  async settle(word: DrawerWord): Promise<void> {
    await this.database.words.where("uid").equals(word.uid).delete();
  }

  /** How a register stood when the server last told. */
  async desk(registerUid: string): Promise<ShiftDesk | null> {
    const kept = await this.database.note<KeptDesk>(DESK);
    return kept?.registerUid === registerUid ? kept.desk : null;
  }

  async keepDesk(kept: KeptDesk): Promise<void> {
    await this.database.setNote(DESK, kept);
  }

  /** The network may go again before the server told how the register stands now: nobody opens a second shift then. */
  private async noteShift({ sent, staffName }: DrawerWord, told: BookedInShift): Promise<void> {
    const kept = await this.database.note<KeptDesk>(DESK);
    if (!kept || kept.registerUid !== sent.register_uid || sent.kind !== "open_shift" || told.closed_at)
      return;
    const openingMinor = sent.counts.reduce((sum, { value_minor, pieces }) => sum + value_minor * pieces, 0);
    const shift: ShiftDesk["shift"] = {
      uid: told.uid,
      number: told.number,
      register_name: "",
      opened_at: told.opened_at,
      opened_by: staffName,
      heard_at: null,
      closed_at: null,
      closed_by: "",
      opening_minor: openingMinor,
      expected_minor: null,
      counted_minor: null,
      difference_minor: null,
      reason: "",
      needs_reason: false,
      late_open: 0,
      opening_counts: sent.counts,
      found_minor: kept.desk.left_minor,
      closing_counts: null,
      is_blind: false,
      report: null,
      moves: [],
      checks: [],
      late: [],
    };
    await this.keepDesk({ ...kept, desk: { ...kept.desk, shift: kept.desk.shift ?? shift } });
  }

  private async inOrder(isWanted: (word: DrawerWord) => boolean): Promise<DrawerWord[]> {
    return this.database.words.orderBy("place").filter(isWanted).toArray();
  }
}
