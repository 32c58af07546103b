import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base32, codeOf, otpauth, recoveryCode, recoveryTyped, stepOf, stepOfCode } from "./totp.ts";

const macOf = (secret: Uint8Array) => (message: Uint8Array) => createHmac("sha1", secret).update(message).digest();
/** Of RFC 6238, appendix B, with the last six of its eight digits. */
const published = macOf(new TextEncoder().encode("12345678901234567890"));

describe("codes of authenticator apps", () => {
  test.each([
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ])("at %d seconds the published secret gives %s", (seconds, code) => {
    expect(codeOf(published, stepOf(seconds * 1000))).toBe(code);
  });

  const secret = fc.uint8Array({ minLength: 20, maxLength: 20 });
  const moment = fc.integer({ min: 1e12, max: 4e12 });

  test("a code counts in its half minute and the ones beside it, and nowhere else", () =>
    fc.assert(
      fc.property(secret, moment, fc.integer({ min: -5, max: 5 }), (bytes, now, away) => {
        const mac = macOf(bytes);
        const step = stepOf(now) + away;
        const found = stepOfCode(mac, codeOf(mac, step), now, 0);
        if (Math.abs(away) <= 1) expect(found).not.toBeNull();
        // Another step may by chance have the same digits.
        else if (found !== null) expect(codeOf(mac, found)).toBe(codeOf(mac, step));
        else expect(found).toBeNull();
      }),
    ));

  test("a code that was taken never counts again, nor does one before it", () =>
    fc.assert(
      fc.property(secret, moment, fc.integer({ min: 0, max: 90_000 }), (bytes, now, later) => {
        const mac = macOf(bytes);
        const code = codeOf(mac, stepOf(now));
        const taken = stepOfCode(mac, code, now, 0);
        expect(taken).not.toBeNull();
        const again = stepOfCode(mac, code, now + later, stepOf(now) + 1);
        expect(again === null || again > stepOf(now) + 1).toBe(true);
        expect(stepOfCode(mac, codeOf(mac, stepOf(now) - 1), now, taken ?? 0) ?? Infinity).toBeGreaterThan(taken ?? 0);
      }),
    ));

  test("blanks between the digits are as the apps show them; anything else is no code", () => {
    const now = 1111111109_000;
    expect(stepOfCode(published, "081 804 ", now, 0)).toBe(stepOf(now));
    for (const typed of ["", "81804", "0818044", "081-804", "o81804", "０８１８０４"])
      expect(stepOfCode(published, typed, now, 0)).toBeNull();
  });
});

test("base 32 is that of RFC 4648", () => {
  const of = (text: string) => base32(new TextEncoder().encode(text));
  expect(["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(of)).toEqual([
    "",
    "my",
    "mzxq",
    "mzxw6",
    "mzxw6yq",
    "mzxw6ytb",
    "mzxw6ytboi",
  ]);
});

test("the address that the picture holds names the organisation and the account, whatever their signs", () => {
  const address = otpauth(new TextEncoder().encode("12345678901234567890"), "Alder: House & Sons", "rowan+a@example.org");
  expect(address).toBe(
    "otpauth://totp/Alder%20%20House%20%26%20Sons:rowan%2Ba%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Alder%3A%20House%20%26%20Sons",
  );
  expect(new URL(address).searchParams.get("issuer")).toBe("Alder: House & Sons");
});

test("a recovery code is known however it is typed", () =>
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const code = recoveryCode(bytes);
      expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
      for (const typed of [code, code.toUpperCase(), code.replaceAll("-", " "), ` ${code.replaceAll("-", "")} `, code.replaceAll("o", "0")])
        expect(recoveryTyped(typed)).toBe(code);
      expect(recoveryTyped(code.slice(1))).toBeNull();
    }),
  ));
