import type { Asking } from "./route.ts";

/** The site as browsers name it. Passkeys are bound to `id`, a host name. */
export type Site = { id: string; origin: string };

/** What is tried, and can be tried too often: each is counted apart. */
export type Tried = "password" | "code" | "passkey" | "reset" | "proof";

/** Of whoever is to be let in: which account, and how they have shown that they are its owner. */
export type Entry = {
  accountId: string;
  /** Else the session ends with the browser, and after a day. */
  remember: boolean;
  /** A passkey, or a code beside the password. */
  secondFactor: boolean;
};

/** What sign-in rests on and only the server has: its secret, its count of tries, its own address. */
export type Access = {
  /** @returns null where browsers take no passkeys: an IP address, or plain http anywhere but on this machine. */
  site: (headers: Headers) => Site | null;
  /** Encrypts what has to be read again. @param purpose what has been sealed for one is not opened for another. */
  seal: (bytes: Uint8Array, purpose: string) => Buffer;
  /** @throws Error where it was sealed with another secret, for another purpose, or changed since. */
  unseal: (sealed: Uint8Array, purpose: string) => Buffer;
  /** Words of ours that come back: signed and dated, readable by whoever holds them. */
  stamp: (purpose: string, words: readonly string[], until: Date) => string;
  /** @returns the words; null where they are not ours, of another purpose, or too old. */
  stamped: (purpose: string, stamp: string, now: Date) => readonly string[] | null;
  /**
   * Counts a try against whoever makes it.
   *
   * @param whose the account as it was named, or the session where it is known.
   * @returns what takes the try back: for those that turn out right. @throws Problem "too-many-requests"
   */
  attempt: (tried: Tried, whose: string, asking: Asking) => () => void;
  /** Runs what takes a thread and 32 MB for some tenths of a second, a few at a time. @throws Problem "too-many-requests" */
  hash: <T>(work: () => Promise<T>) => Promise<T>;
  /** Starts a session, which replaces the one that the request came with. @returns Set-Cookie values. @throws Problem "unauthenticated" */
  enter: (entry: Entry, asking: Asking) => Promise<readonly string[]>;
  /** The password was right and a code is asked for: what is to come back with it, within ten minutes and while the password stays the same. */
  pause: (accountId: string, remember: boolean, now: Date) => Promise<string>;
  /** @returns null where it is not ours, too old, or the password has been changed since. */
  resume: (step: string, now: Date) => Promise<{ accountId: string; remember: boolean } | null>;
  /** A new session in place of the one that the request came with, which ends, as do all others of the account. @returns Set-Cookie values */
  renew: (asking: Asking, change?: { secondFactor: boolean }) => Promise<readonly string[]>;
  /** The token of the session that the request came with, its signature checked; null without one. */
  token: (headers: Headers) => string | null;
  /** Asks for the password or a code of the one who has signed in, before what their session alone must not do. @throws Problem "invalid", "too-many-requests" */
  prove: (accountId: string, proof: Proof, asking: Asking) => Promise<void>;
};

export type Proof = { password?: string | undefined; code?: string | undefined };
