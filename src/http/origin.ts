import { Problem } from "../core/problem.ts";

const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Refuses what another site made a browser send with our cookie. Browsers say where a request comes from
 * (Sec-Fetch-Site, Origin); what says neither is no browser and has no cookie that it did not ask for itself. The second
 * lock is the JSON media type, which no form can send; the third SameSite=Lax.
 *
 * @throws Problem "forbidden"
 */
export function sameOrigin(request: Request): void {
  if (!unsafe.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") throw crossing();
  const origin = request.headers.get("origin");
  if (origin === null) return;
  // By host and not by scheme: a proxy in front may have taken the TLS off.
  if (!URL.canParse(origin) || new URL(origin).host !== (request.headers.get("host") ?? new URL(request.url).host)) throw crossing();
}

const crossing = () => new Problem("forbidden", "This came from another site.");
