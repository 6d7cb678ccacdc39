/** Names for what is born at this till. A repeat under the same name does nothing twice. */
import { v7 } from "uuid";

/** A new UUIDv7: unique, and ordered by the moment it was made. */
export function newUid(): string {
  return v7();
}
