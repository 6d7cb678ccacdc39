/** Forgetting the members whom this store knows: they come anew with the next sign-in. */
import type { TillDatabase } from "./db";

/** Forgets all of them, and that any were told, together or not at all. */
export async function forgetMembers(database: TillDatabase): Promise<void> {
  const { members, parts } = database;
  await database.transaction("rw", members, parts, async () => {
    await members.clear();
    await parts.delete("members");
  });
}
