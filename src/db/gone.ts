import { Problem } from "../core/problem.ts";

// SQLSTATEs of a server that goes, comes or is full up, and what Node says when there is nobody at the other end.
const gone = new Set(["57P01", "57P02", "57P03", "57P05", "25P03", "53300", "08000", "08001", "08003", "08004", "08006"]);
const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const sentences = [
  "Connection terminated",
  "Client has encountered a connection error",
  "timeout exceeded when trying to connect",
  "Query read timeout",
  "Client was closed",
  "Cannot use a pool after calling end",
];

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** @returns whether the connection, and with it the transaction, is lost: the statement did not fail, the database was not there. */
export function isGone(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return gone.has(code) || unreachable.has(code);
  return error instanceof Error && sentences.some((sentence) => error.message.startsWith(sentence));
}

/** @returns whether the statements prepared on this connection no longer fit the tables (a migration ran) or are not there (a pooler swapped it). */
export function isStale(error: unknown): boolean {
  const code = codeOf(error);
  return code === "26000" || (code === "0A000" && error instanceof Error && error.message.includes("cached plan"));
}

/**
 * @returns the Problem that a failure of the database itself is to the caller; what a statement did wrong comes back as it
 *   is, for the store that expects it (a unique violation) or as the defect it shows.
 */
export function translated(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (isGone(error)) return because(new Problem("unavailable"), error);
  switch (codeOf(error) ?? "") {
    case "53100":
      return because(new Problem("unavailable", "The database has no room left on its disk. Nothing was changed."), error);
    case "57014":
      return because(new Problem("unavailable", "The database took too long over this. Nothing was changed; try again later."), error);
    case "40001":
    case "40P01":
      return because(new Problem("conflict"), error);
    default:
      return error;
  }
}

/** The commit was sent and no answer came: it may have happened. Saying "nothing was changed" would be a guess. */
export const unanswered = (error: unknown): Problem =>
  because(
    new Problem("unavailable", "The database went away while this was being saved. Look whether it was before you try again."),
    error,
  );

function because(problem: Problem, cause: unknown): Problem {
  problem.cause = cause;
  return problem;
}
