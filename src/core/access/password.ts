import type { Fault } from "../problem.ts";

export const PASSWORD_SHORTEST = 12;
/** Characters. Longer ones would only make the hash slow. */
export const PASSWORD_LONGEST = 128;

/** What the commonest passwords are built of, spelled plainly. */
const common = [
  "password",
  "passwort",
  "passw",
  "letmein",
  "welcome",
  "admin",
  "administrator",
  "root",
  "user",
  "guest",
  "login",
  "secret",
  "access",
  "master",
  "changeme",
  "default",
  "test",
  "testing",
  "qwerty",
  "azerty",
  "iloveyou",
  "love",
  "lovely",
  "monkey",
  "dragon",
  "sunshine",
  "princess",
  "football",
  "baseball",
  "superman",
  "batman",
  "pokemon",
  "starwars",
  "michael",
  "charlie",
  "jordan",
  "ashley",
  "liverpool",
  "arsenal",
  "chelsea",
  "hello",
  "freedom",
  "whatever",
  "trustno",
  "flower",
  "cheese",
  "computer",
  "internet",
  "samsung",
  "google",
  "spring",
  "summer",
  "autumn",
  "winter",
  "january",
  "february",
  "march",
  "april",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
  "monday",
  "friday",
  "company",
  "office",
  "work",
  "the",
  "and",
  "my",
  "is",
  "you",
  "me",
  "one",
  "two",
  "new",
  "rungs",
  "ladder",
  "career",
];

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "azertyuiop",
  "qwertzuiop",
  "1qaz2wsx3edc4rfv5tgb6yhn",
  "01234567890",
];

const plain = (text: string) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
/** Digits and signs that stand for letters, undone. */
const spelled = (text: string) =>
  plain(text).replace(/[4@]/g, "a").replace(/3/g, "e").replace(/[1!|]/g, "i").replace(/0/g, "o").replace(/[5$]/g, "s").replace(/7/g, "t");
const letters = (text: string) => text.replace(/[^\p{L}]/gu, "");

/** @returns what is left of `text` when the given words are taken out of it, the longest first. */
function without(text: string, words: readonly string[]): string {
  let rest = text;
  for (const word of words.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(word, "");
  return rest;
}

/** Whether most of it runs along the alphabet, the digits or a row of keys, up or down. */
function runs(text: string): boolean {
  const paths = rows.flatMap((row) => [row, [...row].toReversed().join("")]);
  let along = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair[0] === pair[1] || paths.some((path) => path.includes(pair))) along += 1;
  }
  return along >= (text.length - 1) * 0.7;
}

/**
 * Length is what makes a password hard to guess; the rest only refuses what a guesser tries first.
 *
 * @param about words that belong to the person or place: e-mail address, names, the organisation.
 * @returns the faults at /password, none if it will do.
 */
export function passwordFaults(password: string, about: readonly string[]): Fault[] {
  const fault = (code: string, message: string): Fault[] => [{ code, path: "/password", message }];
  const length = [...password].length;
  if (length < PASSWORD_SHORTEST) return fault("too-short", `At least ${PASSWORD_SHORTEST} characters: a few words in a row will do.`);
  if (length > PASSWORD_LONGEST) return fault("too-long", `At most ${PASSWORD_LONGEST} characters.`);
  const text = plain(password);
  if (new Set(text).size < 5 || /^(.{1,6})\1+.{0,5}$/su.test(text))
    return fault("too-common", "The same few characters over and over are guessed first.");
  if (runs(text.replace(/[^\p{L}\p{N}]/gu, ""))) return fault("too-common", "A run along the keyboard or the alphabet is guessed first.");
  const own = about.flatMap((words) => plain(words).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  // Few letters are no word; what trails behind one ("2026!!") spells nothing.
  const stripped = [letters(text), letters(spelled(text.replace(/[^\p{L}]+$/u, "")))].filter((rest) => rest.length >= 4);
  if (stripped.some((rest) => without(rest, common).length < 3)) return fault("too-common", "Passwords like this are guessed first.");
  if (stripped.some((rest) => without(rest, [...own, ...common]).length < 4))
    return fault("too-close", "This is made of your name, your address or the organisation's name.");
  return [];
}
