/** The sessions that this device keeps under PINs: the only code that writes them. */
import type { KnownStaff, SignedIn } from "../api/shapes";
import type { TillDatabase } from "../data/db";
import { canSeal, MOST_TRIES, openSeal, type Seal, sealSession } from "./seal";

const NOTE = "pin-seals";

type Seals = Record<string, Seal>;

/** What became of a PIN that was tried on this device. */
export type Tried =
  | { outcome: "opened"; signedIn: SignedIn; isOver: boolean }
  | { outcome: "wrong"; triesLeft: number }
  | { outcome: "not_here" };

export class PinSeals {
  constructor(
    private readonly database: TillDatabase,
    private readonly rounds?: number,
  ) {}

  /** Whether this device can check a PIN of this person by itself. */
  async has(staffUid: string): Promise<boolean> {
    return (await this.read())[staffUid] !== undefined;
  }

  /** Keeps a session under the PIN of its owner; does nothing where the browser cannot. */
  async keep(signedIn: SignedIn, pin: string, pinSetAt: string): Promise<void> {
    if (!canSeal()) return;
    const seal = await sealSession(signedIn, pin, pinSetAt, this.rounds);
    await this.change((seals) => ({ ...seals, [signedIn.staff.uid]: seal }));
  }

  /**
   * Tries a PIN; the try is written down before it is looked at, so that a reload gives none back.
   *
   * `isOver`: the session under it has ended; the PIN was right all the same.
   */
  async open(staffUid: string, pin: string, now: Date): Promise<Tried> {
    const seal = await this.countTry(staffUid);
    if (!seal) return { outcome: "not_here" };
    const { triesLeft } = seal;
    const signedIn = await openSeal(seal, pin);
    if (!signedIn) {
      if (triesLeft <= 0) await this.break(staffUid);
      return { outcome: "wrong", triesLeft: Math.max(triesLeft, 0) };
    }
    if (!(await this.giveTriesBack(staffUid, seal))) return { outcome: "not_here" };
    return { outcome: "opened", signedIn, isOver: new Date(seal.validUntil) <= now };
  }

  /** Breaks the seal of one person. */
  async break(staffUid: string): Promise<void> {
    await this.change(({ [staffUid]: _, ...others }) => others);
  }

  /** Breaks the seals of everybody whom the server no longer lets take over, or whose PIN is another one by now. */
  async follow(known: readonly KnownStaff[]): Promise<void> {
    const setAt = new Map(known.map(({ uid, pin_set_at }) => [uid, pin_set_at]));
    await this.change((seals) =>
      Object.fromEntries(Object.entries(seals).filter(([uid, seal]) => setAt.get(uid) === seal.pinSetAt)),
    );
  }

  /** Breaks them all. */
  async forget(): Promise<void> {
    await this.database.setNote(NOTE, undefined);
  }

  private async read(): Promise<Seals> {
    return (await this.database.note<Seals>(NOTE)) ?? {};
  }

  /** The seal with one try less, as it is written down; undefined where there is none or no try is left. */
  private async countTry(staffUid: string): Promise<Seal | undefined> {
    let tried: Seal | undefined;
    await this.change((seals) => {
      const seal = seals[staffUid];
      tried = seal && seal.triesLeft > 0 ? { ...seal, triesLeft: seal.triesLeft - 1 } : undefined;
      return tried ? { ...seals, [staffUid]: tried } : seals;
    });
    return tried;
  }

  /** Answers false, and brings nothing back, where the seal was broken while the PIN was worked out. */
  private async giveTriesBack(staffUid: string, { pinSetAt }: Seal): Promise<boolean> {
    let isThere = false;
    await this.change((seals) => {
      const seal = seals[staffUid];
      isThere = seal?.pinSetAt === pinSetAt;
      return seal && isThere ? { ...seals, [staffUid]: { ...seal, triesLeft: MOST_TRIES } } : seals;
    });
    return isThere;
  }

  /** Read and written in one transaction: what another one changed meanwhile is not written back. */
  private async change(to: (seals: Seals) => Seals): Promise<void> {
    await this.database.transaction("rw", this.database.notes, async () => {
      await this.database.setNote(NOTE, to(await this.read()));
    });
  }
}
