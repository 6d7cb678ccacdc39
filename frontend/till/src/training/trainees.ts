/** Who did which exercise at this device: kept on it alone, for its managers. */
import { signal } from "@preact/signals";
import { TRAINEES } from "../data/forget_people";
import { database } from "../state/device";
import { may, session } from "../state/session";

/** When each exercise was done last, ISO 8601 by the exercise's code. */
export type DoneAt = Readonly<Record<string, string>>;

export interface Trainee {
  uid: string;
  /** As it is typed to sign in. */
  code: string;
  name: string;
  done: DoneAt;
}

type Known = Readonly<Record<string, Pick<Trainee, "code" | "name">>>;

/** Everybody who finished an exercise here, by name; empty until it is read, and for who may not see it. */
export const trainees = signal<readonly Trainee[]>([]);

const noteOf = (staffUid: string) => `exercises/${staffUid}`;

/** Which exercises somebody has done, as the device knows it. */
export async function doneBy(staffUid: string): Promise<DoneAt> {
  return (await database.note<DoneAt>(noteOf(staffUid))) ?? {};
}

/** Notes what the one who trains has done so far. */
export async function noteDoneBy({ uid, code, name }: Omit<Trainee, "done">, done: DoneAt): Promise<void> {
  const known = await database.note<Known>(TRAINEES);
  await database.setNote(noteOf(uid), done);
  await database.setNote(TRAINEES, { ...known, [uid]: { code, name } });
}

/** Reads who did what, for who may see the shifts of others too. */
export async function readTrainees(): Promise<void> {
  const known = seesTrainees() ? ((await database.note<Known>(TRAINEES)) ?? {}) : {};
  const all = Object.entries(known).map(async ([uid, who]) => ({ uid, ...who, done: await doneBy(uid) }));
  trainees.value = (await Promise.all(all)).sort((one, other) => one.name.localeCompare(other.name, "ja"));
}

/** Whether who is signed in sees what others did. */
export function seesTrainees(): boolean {
  return session.value !== null && may("see_shifts");
}
