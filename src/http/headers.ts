import { randomBytes } from "node:crypto";

const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;

/** Told to browsers only where the address is https: on plain http the header means nothing, and in development it would do harm. */
const secured = { "strict-transport-security": "max-age=31536000" };

/** For replies that are data: nothing in them may ever run, and no cache may keep them. */
export const dataHeaders = (https: boolean): Record<string, string> => ({
  ...everywhere,
  ...(https ? secured : {}),
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
});

/** For pages. Scripts and styles come from ourselves or carry the nonce of this reply; nothing inline, nothing from elsewhere. */
export const pageHeaders = (https: boolean, nonce: string): Record<string, string> => ({
  ...everywhere,
  ...(https ? secured : {}),
  "content-security-policy": [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
});

export const newNonce = () => randomBytes(18).toString("base64");
