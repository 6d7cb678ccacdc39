/**
 * A session under a PIN: kept on the device so that its owner takes over the till without a network.
 *
 * What opens it is the PIN alone, through a slow function of the browser; nothing on the device says what the PIN is.
 * docs/adr/0025-a-pin-takes-over-a-till.md says what somebody gets who takes the device away.
 */
import type { SignedIn } from "../api/shapes";

/** OWASP's figure for PBKDF2 with SHA-256 (2023): about a third of a second on a tablet. */
const ROUNDS = 600_000;
/** A seal is broken by the fifth wrong PIN: then only the password helps. */
export const MOST_TRIES = 5;

export interface Seal {
  salt: Uint8Array<ArrayBuffer>;
  nonce: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
  rounds: number;
  /** When the PIN was set, as the server says it: a seal of another PIN is none. */
  pinSetAt: string;
  /** When the session ends. */
  validUntil: string;
  triesLeft: number;
}

/** Whether this browser can seal: only pages that came by https can. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Seals a session under a PIN. */
export async function sealSession(
  signedIn: SignedIn,
  pin: string,
  pinSetAt: string,
  rounds = ROUNDS,
): Promise<Seal> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(pin, salt, rounds);
  const plain = new TextEncoder().encode(JSON.stringify(signedIn));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, plain);
  return { salt, nonce, sealed, rounds, pinSetAt, validUntil: signedIn.valid_until, triesLeft: MOST_TRIES };
}

/** The session under the PIN, or null where it is another PIN. */
export async function openSeal(seal: Seal, pin: string): Promise<SignedIn | null> {
  const key = await keyOf(pin, seal.salt, seal.rounds);
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: seal.nonce }, key, seal.sealed);
    return JSON.parse(new TextDecoder().decode(plain)) as SignedIn;
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "OperationError") return null;
    throw error;
  }
}

async function keyOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const raw = new TextEncoder().encode(pin);
  const material = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
