/** What a sign-in lacks. */
import type { Text } from "../texts";

/** What the person gave so far; codes of a store and one of its registers. */
export interface Given {
  storeCode: string;
  registerCode: string;
  staffCode: string;
  password: string;
}

/** An input of the sign-in, by its id in the page. */
export type SignInField = "store" | "register" | "staff-code" | "password";

/** The sentence for each input that is empty, in the order they stand in; nothing is missing when there is none. */
export function missingOf(given: Given): Map<SignInField, Text> {
  const missing = new Map<SignInField, Text>();
  // Registers are shown once there is a store.
  if (!given.storeCode) missing.set("store", "Choose the store.");
  else if (!given.registerCode) missing.set("register", "Choose the register.");
  if (!given.staffCode.trim()) missing.set("staff-code", "Type your staff code.");
  if (!given.password) missing.set("password", "Type your password.");
  return missing;
}
