import type { Context as HonoContext } from "hono";
import { v7 } from "uuid";
import type { Problem } from "../core/problem.ts";
import { dataHeaders } from "./headers.ts";
import type { Log } from "./log.ts";
import { problemDocument, retryAfter, Stale, status } from "./problem.ts";

/** For what no route answers. */
export function refuse(
  parts: { https: boolean; log: Log; clock: () => Date },
  c: HonoContext,
  route: string,
  problem: Problem,
  more: Record<string, string> = {},
): Response {
  const requestId = v7();
  parts.log({
    at: parts.clock().toISOString(),
    level: "info",
    requestId,
    method: c.req.method,
    route,
    status: status[problem.code],
    ms: 0,
    code: problem.code,
  });
  return problemResponse(problem, requestId, { ...dataHeaders(parts.https), "x-request-id": requestId, ...more });
}

export function problemResponse(problem: Problem, requestId: string, headers: Record<string, string>): Response {
  const seconds = retryAfter(problem);
  return new Response(JSON.stringify(problemDocument(problem, requestId)), {
    status: status[problem.code],
    headers: {
      ...headers,
      "content-type": "application/problem+json",
      ...(problem instanceof Stale ? { etag: problem.tag } : {}),
      ...(seconds === null ? {} : { "retry-after": String(seconds) }),
    },
  });
}

/** For the log: of an error of PostgreSQL its code and place, because its words may quote a person's data. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return "thrown: " + typeof error;
  if ("code" in error && typeof error.code === "string" && "severity" in error)
    return `PostgreSQL ${error.code} ${"constraint" in error ? String(error.constraint) : ""}\n${(error.stack ?? "").split("\n").slice(1).join("\n")}`;
  return error.stack ?? error.message;
}
