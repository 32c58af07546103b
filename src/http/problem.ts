import { Problem, problems, type Fault, type ProblemCode } from "../core/problem.ts";

/** The one map from what can go wrong to an HTTP status. */
export const status = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "second-factor": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  stale: 412,
  "too-large": 413,
  "wrong-media-type": 415,
  "too-many-requests": 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ProblemCode, number>;

/** RFC 9457, with the faults of what was sent as `problems` and the id of the request as `instance`. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  problems: readonly Fault[];
  instance: string;
  /** With `stale` alone: the thing as it stands now, and as the route would show it. */
  current?: unknown;
};

/** What was written against has changed since it was read: `current` and its `tag` are how it stands now. */
export class Stale extends Problem {
  readonly current: unknown;
  readonly tag: string;
  constructor(current: unknown, tag: string) {
    super("stale");
    this.current = current;
    this.tag = tag;
  }
}

export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  return {
    type: `/api/docs#${problem.code}`,
    title: problems[problem.code],
    status: status[problem.code],
    detail: problem.message,
    code: problem.code,
    problems: problem.faults,
    instance: `urn:uuid:${requestId}`,
    ...(problem instanceof Stale ? { current: problem.current } : {}),
  };
}

/** Seconds after which trying again makes sense, where the code says that it does. */
export const retryAfter = (problem: Problem): number | null =>
  problem instanceof TooMany ? problem.seconds : problem.code === "unavailable" ? 5 : problem.code === "too-many-requests" ? 1 : null;

/** Refused for a while: `seconds` (whole, from 1 on) until the next try is let through. */
export class TooMany extends Problem {
  readonly seconds: number;
  constructor(seconds: number) {
    super("too-many-requests");
    this.seconds = Math.max(1, Math.ceil(seconds));
  }
}

/**
 * Any failure as a problem. Outages have been named by the database layer already. What PostgreSQL refuses for the sake of
 * the data that was sent is `invalid` or `conflict`, so that a hole in a schema never becomes a 500.
 */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^22[0-9A-Z]{3}$/.test(code) || code === "23514" || code === "23502") return new Problem("invalid");
  if (code === "23505" || code === "23503" || code === "23P01")
    return new Problem("conflict", "This clashes with something that is already here.");
  return new Problem("internal");
}
