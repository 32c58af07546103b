import type { Letter } from "./letter.ts";

/** What a message is told with: ids, names and words. Never a result of anybody. */
export type Data = Readonly<Record<string, string | number | null | readonly { title: string; path: string }[]>>;

/**
 * What messages are about, as people choose how to have them. `account` goes out whatever they chose. The rest is shown in
 * Rungs always and sent by e-mail as chosen, or as `usual` where they chose nothing.
 */
export const kinds = {
  account: { title: "Your account", about: "Invitations, sign-in and roles.", usual: "on", mayChoose: false },
  asked: { title: "What is asked of you", about: "Reviews to write, endorsements, votes.", usual: "on", mayChoose: true },
  results: { title: "What is decided about you", about: "Released results, decisions, answers.", usual: "on", mayChoose: true },
  reminders: { title: "Reminders", about: "Dates that come near, work that still waits.", usual: "on", mayChoose: true },
  ladders: { title: "Ladders", about: "Drafts to review, versions published.", usual: "digest", mayChoose: true },
} as const satisfies Record<string, { title: string; about: string; usual: Wish; mayChoose: boolean }>;

export type Kind = keyof typeof kinds;

/** By e-mail at once, once a day together with the rest, or not at all. */
export const wishes = ["on", "digest", "off"] as const;
export type Wish = (typeof wishes)[number];

/** A line in Rungs itself. `path` is below the public address. */
export type Notice = { title: string; path: string };

/** One message of the closed list. Pure: the same data, the same words. */
export type Template<D extends Data> = {
  /** What the administrator's list calls it. */
  title: string;
  kind: Kind;
  /** The keys of the data that open something; they are taken out once the message has gone. */
  secret?: readonly (keyof D & string)[];
  letter: (data: D, organisation: string) => Letter;
  /** Null where it is for e-mail alone. */
  notice: ((data: D) => Notice) | null;
};

export const template = <D extends Data>(declared: Template<D>): Template<D> => declared;

/** What stands where a secret stood, in a message that is read again. */
export const TAKEN_OUT = "taken-out-once-sent";
