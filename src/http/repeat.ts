import { createHash } from "node:crypto";
import { Problem } from "../core/problem.ts";
import type { Try } from "../db/idempotency.ts";
import type { AnyRoute } from "./route.ts";

export const keyFault = (message: string) => new Problem("invalid", message, [{ code: "idempotency-key", path: "", message }]);

/** Of a POST or PATCH that names itself, what tells its second try from another request. The key is each person's own. */
export function tryOf(route: AnyRoute, headers: Headers, personId: string, input: unknown): Try | null {
  const key = headers.get("idempotency-key");
  if (key === null || (route.method !== "POST" && route.method !== "PATCH")) return null;
  if (route.secret === true) throw keyFault("What this replies is shown once and kept nowhere, so it cannot be asked for again.");
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw keyFault("An Idempotency-Key has 1 to 200 visible characters.");
  return {
    personId,
    key,
    request: createHash("sha256")
      .update(`${route.method} ${route.path} ${JSON.stringify(input)}`)
      .digest(),
  };
}
