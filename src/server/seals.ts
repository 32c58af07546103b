import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { Access } from "../http/access.ts";

const NONCE = 12;
const TAG = 16;

/** What is encrypted and signed with the installation's secret, each purpose under a key of its own. */
export function seals(secret: string): Pick<Access, "seal" | "unseal" | "stamp" | "stamped"> {
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string) => {
    let key = keys.get(purpose);
    if (key === undefined) keys.set(purpose, (key = Buffer.from(hkdfSync("sha256", secret, "rungs", purpose, 32))));
    return key;
  };
  const signature = (purpose: string, text: string) =>
    createHmac("sha256", keyFor(`stamp ${purpose}`))
      .update(text)
      .digest();

  return {
    seal: (bytes, purpose) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv("aes-256-gcm", keyFor(`seal ${purpose}`), nonce);
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    unseal: (sealed, purpose) => {
      const decipher = createDecipheriv("aes-256-gcm", keyFor(`seal ${purpose}`), sealed.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAuthTag(sealed.subarray(-TAG));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    },
    stamp: (purpose, words, until) => {
      const body = Buffer.from(JSON.stringify([until.getTime(), ...words])).toString("base64url");
      return `${body}.${signature(purpose, body).toString("base64url")}`;
    },
    stamped: (purpose, stamp, now) => {
      const [body = "", given = ""] = stamp.split(".");
      const wanted = signature(purpose, body);
      const found = Buffer.from(given, "base64url");
      if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) return null;
      // Signed by `stamp`, so it is what `stamp` wrote.
      const [until, ...words] = JSON.parse(Buffer.from(body, "base64url").toString()) as [number, ...string[]];
      return now.getTime() < until ? words : null;
    },
  };
}
