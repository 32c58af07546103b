import fc from "fast-check";
import { expect, test } from "vitest";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST, passwordFaults } from "./password.ts";

const about = ["rowan.ash@alderhouse.example.org", "Rowan Ash", "Alder House"];
const code = (password: string) => passwordFaults(password, about)[0]?.code ?? "will do";

test.each([
  ["heather on the north slope", "will do"],
  ["Vq7#mz!Lw2pX", "will do"],
  ["zażółć gęślą jaźń", "will do"],
  ["Password is a Welsh hill", "will do"],
  ["93827#461-0284a", "will do"],
  ["elevenchars", "too-short"],
  ["x".repeat(PASSWORD_LONGEST + 1), "too-long"],
  ["aaaaaaaaaaaaaaaa", "too-common"],
  ["abcabcabcabcabc", "too-common"],
  ["Passw0rd1234!", "too-common"],
  ["P@$$w0rd2026!!", "too-common"],
  ["passwordpassword", "too-common"],
  ["Summer2026!!!", "too-common"],
  ["welcome-to-work", "too-common"],
  ["123456789012", "too-common"],
  ["098765432109", "too-common"],
  ["qwertyuiop[]12", "too-common"],
  ["1qaz2wsx3edc", "too-common"],
  ["abcdefghijklm", "too-common"],
  ["iloveyou12345", "too-common"],
  ["RowanAsh2026!", "too-close"],
  ["alderhouse-2026", "too-close"],
  ["4lderH0use!2026", "too-close"],
])("%s: %s", (password, expected) => {
  expect(code(password)).toBe(expected);
});

test("whatever is typed, there is an answer, and a fault says what is wrong with the password", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.array(fc.string()), (password, words) => {
      for (const fault of passwordFaults(password, words))
        expect(fault).toMatchObject({ path: "/password", message: expect.stringMatching(/\.$/) });
    }),
  );
});

test("random passwords of a password manager are never turned away", () => {
  const character = fc.constantFrom(..."ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#%+-_?");
  fc.assert(
    fc.property(fc.array(character, { minLength: 20, maxLength: 40 }), (characters) => {
      fc.pre(new Set(characters).size > 10);
      expect(code(characters.join(""))).toBe("will do");
    }),
  );
});

test("the shortest that is taken has as many characters as it says", () => {
  const password = "Vq7#mz!Lw2pX";
  expect([...password]).toHaveLength(PASSWORD_SHORTEST);
});
