/** One-time codes of authenticator apps: RFC 6238 with its defaults, which is what every app can do: SHA-1, 30 s, six digits. */

export const STEP_SECONDS = 30;
/** Bytes of a secret: as long as the hash, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;
/** Steps before and after now whose codes count: clocks differ, and typing takes a while. */
const TOLERANCE = 1;
const DIGITS = 6;

/** HMAC-SHA-1 with the account's secret, of the eight bytes of a step; 20 bytes. */
export type Mac = (message: Uint8Array) => Uint8Array;

/** @param now milliseconds since 1970. @returns the half minute it lies in, counted from there. */
export const stepOf = (now: number): number => Math.floor(now / 1000 / STEP_SECONDS);

/** @returns six digits, zeros in front included. */
export function codeOf(mac: Mac, step: number): string {
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(step));
  const hash = mac(message);
  const offset = (hash.at(-1) ?? 0) & 15;
  const number = new DataView(hash.buffer, hash.byteOffset, hash.byteLength).getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/**
 * @param given digits, blanks between them allowed as apps show them.
 * @param last the step of the code that was taken last: it and all before never count again.
 * @returns the step that the code belongs to, null where it is no code of this moment.
 */
export function stepOfCode(mac: Mac, given: string, now: number, last: number): number | null {
  const code = given.replace(/\s/g, "");
  if (!/^\d{6}$/.test(code)) return null;
  const middle = stepOf(now);
  let found: number | null = null;
  // All are worked out, so that how long it takes tells nothing of which one it was.
  for (let step = middle - TOLERANCE; step <= middle + TOLERANCE; step++)
    if (codeOf(mac, step) === code && step > last && found === null) found = step;
  return found;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 without padding, in small letters. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + (ALPHABET[(held << (5 - bits)) & 31] ?? "");
}

/** What the picture says to the app. @param issuer the organisation, as the app lists it. */
export function otpauth(secret: Uint8Array, issuer: string, account: string): string {
  const label = [issuer, account].map((part) => encodeURIComponent(part.replaceAll(":", " "))).join(":");
  return `otpauth://totp/${label}?${new URLSearchParams({ secret: base32(secret).toUpperCase(), issuer })}`.replaceAll("+", "%20");
}

/** Bytes of a recovery code: 80 bits cannot be guessed, so that a plain hash keeps them. */
export const RECOVERY_BYTES = 10;
export const RECOVERY_CODES = 10;

/** "abcd-efgh-ijkl-mnop" @param bytes RECOVERY_BYTES of chance. */
export const recoveryCode = (bytes: Uint8Array): string => base32(bytes).replace(/(.{4})(?=.)/g, "$1-");

/** @returns the code as it was shown, however it was typed; null where it can be none. */
export function recoveryTyped(given: string): string | null {
  const text = given
    .toLowerCase()
    .replaceAll("0", "o")
    .replaceAll("1", "l")
    .replaceAll("8", "b")
    .replace(/[^a-z2-7]/g, "");
  return text.length === 16 ? text.replace(/(.{4})(?=.)/g, "$1-") : null;
}
