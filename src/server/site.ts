import { isIP } from "node:net";
import type { Site } from "../http/access.ts";

/**
 * What passkeys are bound to: the public address where one is set. Without one, only a browser on this machine that calls us
 * localhost can have them; a name that a request merely claims is believed for nothing else.
 *
 * @returns null where browsers take none: at an IP address, or at plain http anywhere but on this machine.
 */
export function siteOf(publicUrl: string | null, headers: Headers): Site | null {
  if (publicUrl !== null) {
    const { hostname, origin, protocol } = new URL(publicUrl);
    return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && (protocol === "https:" || isHere(hostname)) ? { id: hostname, origin } : null;
  }
  const host = headers.get("host") ?? "";
  return isHere(host.replace(/:\d+$/, "")) ? { id: host.replace(/:\d+$/, ""), origin: `http://${host}` } : null;
}

const isHere = (hostname: string) => hostname === "localhost" || hostname.endsWith(".localhost");
