/**
 * What a mailed link carries: its organisation and a token of it. Whoever follows it has not signed in, so the link itself
 * says in which organisation the token is to be looked up; that is no secret.
 */
export const linkWith = (orgId: string, token: string): string => `${orgId.replaceAll("-", "")}.${token}`;

/** @returns null for what is no such link, cut short or mistyped. */
export function linkOf(text: string): { orgId: string; token: string } | null {
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([\w-]{16,64})$/.exec(text);
  if (found === null) return null;
  const [, a, b, c, d, e, token = ""] = found;
  return { orgId: [a, b, c, d, e].join("-"), token };
}
