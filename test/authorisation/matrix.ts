import type { Permission } from "../../src/core/access/policy.ts";
import type { Organisation, Person, World } from "../world.ts";

export const roster = {
  nobody: "has not signed in",
  employee: "holds no role and nobody reports to them",
  manager: "has direct and indirect reports; so have all below, unless told otherwise",
  partner: "people partner of the whole organisation",
  unitPartner: "people partner of one unit, in which they do not work",
  administrator: "administrator",
  owner: "owner",
  auditor: "auditor",
  author: "author of one ladder",
  lapsed: "was administrator, people partner and auditor until yesterday",
  leaver: "has left, holding every role",
  stranger: "holds every role in another organisation",
  readKey: "a key of an administrator with reports that may read",
  writeKey: "a key of an administrator with reports that may read and write",
  adminKey: "a key of an administrator with reports that may do all",
} as const;
export type Who = keyof typeof roster;
export const everybody = Object.keys(roster) as Who[]; // the keys of the roster itself

/** Whose: oneself, a direct and an indirect report, somebody of the same manager, one's manager, somebody in the unit of the unit's partner, none of these, of another organisation. */
export const whose = ["own", "direct", "indirect", "peer", "above", "unit", "other", "foreign"] as const;
export type Whose = (typeof whose)[number];
export const ours = whose.filter((each) => each !== "foreign");

/** Who is let through, by whose it is; all others are refused with `refused`. Who is nobody (any more) is always told to sign in. */
export type Expected =
  | {
      through: Partial<Record<Who, readonly Whose[]>>;
      refused: 403 | 404;
      /** Refused with 403 all the same: they may know of it. */ known?: readonly Who[];
      /** The same of some alone: those whose they may read and not change. */ knows?: Partial<Record<Who, readonly Whose[]>>;
    }
  | "everybody";

export const signedIn: readonly Who[] = everybody.filter((who) => who !== "nobody" && who !== "leaver");
export const all = (of: readonly Whose[]): Partial<Record<Who, readonly Whose[]>> => Object.fromEntries(signedIn.map((who) => [who, of]));
export const reports = ["own", "direct", "indirect"] as const;
export const results: Expected = {
  refused: 404,
  through: {
    employee: ["own"],
    ...Object.fromEntries(
      (["manager", "administrator", "owner", "author", "lapsed", "readKey", "writeKey", "adminKey"] as const).map((who) => [who, reports]),
    ),
    partner: ours,
    unitPartner: [...reports, "unit"],
    auditor: ours,
    stranger: ours,
  },
};
export const byPartners: Expected = { refused: 403, through: { partner: ["own"], unitPartner: ["own"], stranger: ["own"] } };
export const readsDrafts: Expected = {
  refused: 404,
  through: { partner: ["own"], unitPartner: ["own"], author: ["own"], auditor: ["own"], stranger: ["own"] },
};
/** One organisation of the matrix, for making things in it that requests name. */
export type Site = {
  made: World;
  house: Organisation;
  slug: string;
  /** Administrator, people partner or both: whoever may make the thing. */
  partner: Person;
  administrator: Person;
  /** A ladder's author, whom the stewards' form names. */
  author: Person;
};

/** Makes something that requests name by its id. One is made for each organisation, or for each person it belongs to. */
export type Thing =
  | { each: "organisation"; make: (site: Site) => Promise<string> }
  | { each: "person"; make: (site: Site, person: Person) => Promise<string> };

export type Subjects = {
  person: (who: Who, of: Whose) => Person;
  slug: (who: Who, of: Whose) => string;
  author: Person;
  /** The id of such a thing of theirs, made when it is first asked for. */
  thing: (name: string, who: Who, of: Whose) => Promise<string>;
};
/** `of`: the subjects that are asked about, "own" and "foreign" where the thing is the organisation's. `answers`: of those let through, the status that they get where that is not 200 or 201. */
export type Addressed = {
  of: readonly Whose[];
  input?: (subjects: Subjects, who: Who, of: Whose) => Record<string, unknown> | Promise<Record<string, unknown>>;
  answers?: number;
  /** Instead of the permission's row, where it is asked of a thing that fewer may know of. */
  expected?: Expected;
  /** The thing is looked for before anybody is judged, so that another organisation's is not there for anybody. */
  looked?: true;
};

/** What a capability says of its part of the matrix: a row for each of its permissions and for each of its routes. */
export type Rows = {
  expected: Partial<Record<Permission, Expected>>;
  addressed: Readonly<Record<string, Addressed>>;
  things?: Readonly<Record<string, Thing>>;
  /** Puts back what asking one of these routes may have ended, before each request. */
  restore?: { for: (path: string) => boolean; site: (site: Site) => Promise<void> };
};

export const organisations = ["own", "foreign"] as const;
export const personId: Addressed = { of: whose, input: ({ person }, who, of) => ({ personId: person(who, of).personId }) };
/** A framework by its name, whatever else is sent. */
export const ofSlug = (more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: organisations,
  input: ({ slug }, who, of) => ({ slug: slug(who, of), ...more }),
  looked: true,
  ...rest,
});
export const ofDraft = (more: Record<string, unknown> = {}) => ofSlug(more, { expected: readsDrafts });
/** A revision that no draft has come to: whoever is let through is told how it stands, and nothing is done. */
export const STALE = 1_000_000;
