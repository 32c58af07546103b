/** One message as it is handed to the mail server. */
export type Envelope = {
  /** The same at every try, so that a mail server can tell a second copy. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Absolute; null where the message cannot be unsubscribed from. */
  unsubscribe: string | null;
};

/**
 * What became of it. `refused`: never, whatever is tried. `later`: certainly not taken, and worth another try. `unsure`: the
 * line broke after the whole message was handed over, so that it may have been taken.
 */
export type Outcome = { as: "sent" } | { as: "refused" | "later" | "unsure"; because: string };

/** The way out. Never throws: what goes wrong is an outcome. */
export type Mail = { send: (envelope: Envelope) => Promise<Outcome> };

/** Tries of one message, over about a day. */
export const MOST_TRIES = 9;

/** @param tries that were made already, 1 or more. @returns how long to wait before the next, in seconds; null: no more. */
export const pauseAfter = (tries: number): number | null => (tries >= MOST_TRIES ? null : Math.min(60 * 4 ** (tries - 1), 6 * 3600));
