import { id } from "./seed.ts";

/** The organisation that the demo is: who it is, and how its people are named in the database and in the post. */
export const ORGANISATION = { slug: "fernhithe", name: "Fernhithe Care and Services", time_zone: "Europe/London" } as const;

export const orgId = id("organisation", ORGANISATION.slug);

/** By employee number. */
export const personId = (number: number): string => id("person", String(number));

/** The first name and the rest, in letters that every mail program takes. */
export const emailOf = (name: string): string =>
  `${name
    .replace(/[łøđı]/g, (letter) => ({ ł: "l", ø: "o", đ: "d", ı: "i" })[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[^A-Za-z -]/g, "")
    .toLowerCase()
    .replace(/ +/g, ".")}@fernhithe.example`;
