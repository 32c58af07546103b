import { competencyId } from "../competency.ts";
import type { Framework } from "../document.ts";
import type { Position } from "../problem.ts";
import { slug, unused } from "../slug.ts";
import { folded } from "./cells.ts";
import type { Item } from "./desk.ts";
import { Names } from "./labels.ts";
import type { Origins } from "./origins.ts";
import type { Scale } from "./table-scale.ts";

type Known = { id: string; title: string };

const idOf = (item: Item | undefined): string | null => (typeof item?.["id"] === "string" ? item["id"] : null);

/** Things of one kind that turn up in a table, each known by its id or else by its name, and never made twice. */
class Kind {
  readonly items: Item[] = [];
  readonly #byKey = new Map<string, Item>();
  readonly #known: Names;
  readonly #titles: ReadonlySet<string>;
  readonly #taken: Set<string>;
  readonly #used = new Set<string>();
  readonly #noun: string;

  constructor(known: readonly Known[], noun: string) {
    this.#known = new Names(known);
    this.#titles = new Set(known.map(({ id }) => id));
    this.#taken = new Set(this.#titles);
    this.#noun = noun;
  }

  isKnown(item: Item): boolean {
    return this.#titles.has(idOf(item) ?? "");
  }

  /**
   * @param within what tells two of one name apart.
   * @param make called for what turns up for the first time: with its id, and what it is called where that is said, which it
   *   is not where it was only found by its name.
   */
  get(id: string | null, title: string, within: string, make: (id: string, called: { title?: string }) => Item): Item {
    const key = id === null ? `named ${folded(title)} ${within}` : `id ${id}`;
    const found = this.#byKey.get(key);
    if (found !== undefined) return found;
    const known = id ?? this.#known.find(title);
    const free = known !== null && !this.#used.has(known);
    const own = free ? known : unused(slug(title, this.#noun), this.#taken);
    this.#taken.add(own);
    this.#used.add(own);
    const item = make(own, id === null && free ? {} : { title });
    this.items.push(item);
    this.#byKey.set(key, item);
    return item;
  }
}

/** What one row says of a thing; null where it says nothing of that. */
export type Level = {
  id: string | null;
  title: string;
  track: string | null;
  trackId: string | null;
  rank: number | string | null;
  scope: string | null;
};
export type Competency = {
  id: string | null;
  title: string;
  domain: string | null;
  domainId: string | null;
  definition: string | null;
  use: string | null;
};
export type Asked = {
  id: string | null;
  target: number | string | null;
  markers: string[] | null;
  weight: number | string | null;
  critical: boolean | string | null;
};

/** Puts a framework together from rows that say a part of it each. */
export class Assembly {
  readonly #base: Framework | null;
  readonly #origins: Origins;
  readonly #scale: Scale;
  readonly #tracks: Kind;
  readonly #domains: Kind;
  readonly #levels: Kind;
  readonly #competencies: Kind;
  readonly #expectations = new Set<string>();
  readonly #counts = new Map<string, number>();
  /** Expectations of which nobody said what they ask. */
  unsaid = 0;

  constructor(base: Framework | null, scale: Scale, origins: Origins) {
    this.#base = base;
    this.#scale = scale;
    this.#origins = origins;
    this.#tracks = new Kind(base?.tracks ?? [], "track");
    this.#domains = new Kind(base?.domains ?? [], "domain");
    this.#levels = new Kind(base?.levels ?? [], "level");
    this.#competencies = new Kind(
      base?.competencies.map((each) => ({ id: competencyId(each), title: "use" in each ? competencyId(each) : each.title })) ?? [],
      "competency",
    );
    for (const level of base?.levels ?? []) for (const { id } of level.expectations) this.#expectations.add(id);
  }

  level({ id, title, track, trackId, rank, scope }: Level, at: (key: string) => Position): Item {
    const own = track === null && trackId === null ? null : this.#titled(this.#tracks, trackId, track, at("track"));
    const item = this.#levels.get(id, title, idOf(own ?? undefined) ?? "", (made, called) =>
      this.#origins.put({ id: made, ...called, expectations: this.#origins.put<Item[]>([], at("level")) }, at("level"), [
        ["rank", at("rank")],
        ["track", at("track")],
        ["scope", at("scope")],
      ]),
    );
    if (own !== null) item["track"] ??= own["id"];
    if (rank !== null) item["rank"] ??= rank;
    if (scope !== null) item["scope"] ??= scope;
    return item;
  }

  competency({ id, title, domain, domainId, definition, use }: Competency, at: (key: string) => Position): Item {
    const own = domain === null && domainId === null ? null : this.#titled(this.#domains, domainId, domain, at("domain"));
    const item = this.#competencies.get(id, title, "", (made, called) =>
      this.#origins.put({ id: made, ...called }, at("competency"), [
        ["domain", at("domain")],
        ["definition", at("definition")],
        ["use", at("use")],
      ]),
    );
    if (own !== null) item["domain"] ??= own["id"];
    if (definition !== null) item["definition"] ??= definition;
    if (use !== null) item["use"] ??= use;
    return item;
  }

  #titled(kind: Kind, id: string | null, title: string | null, at: Position): Item {
    return kind.get(id, title ?? id ?? "", "", (made, called) => this.#origins.put({ id: made, ...(title === null ? {} : called) }, at));
  }

  /** A level may ask for one competency several times: what has no id is told apart by its order. */
  asked(level: Item, competency: Item, { id, target, markers, weight, critical }: Asked, at: (key: string) => Position): void {
    const pair = `${idOf(level)} ${idOf(competency)}`;
    const nth = this.#counts.get(pair) ?? 0;
    this.#counts.set(pair, nth + 1);
    const before = this.#base?.levels
      .find((each) => each.id === level["id"])
      ?.expectations.filter((each) => each.competency === competency["id"])[nth];
    const own = id ?? before?.id ?? unused(`${idOf(level)}-${idOf(competency)}`.slice(0, 95).replace(/[-._]+$/, ""), this.#expectations);
    this.#expectations.add(own);
    const item: Item = { id: own, competency: competency["id"] };
    if (target !== null) item["target"] = target;
    else if (before === undefined) {
      item["target"] = this.#scale.asked;
      this.unsaid += 1;
    }
    if (markers !== null) item["markers"] = this.#origins.put(markers, at("statements"));
    if (weight !== null) item["weight"] = weight;
    if (critical !== null) item["critical"] = critical;
    const places = [
      ["target", at("target")],
      ["markers", at("statements")],
      ["weight", at("weight")],
      ["critical", at("critical")],
      ["id", at("expectationId")],
    ] as const;
    const list = level["expectations"];
    if (Array.isArray(list)) list.push(this.#origins.put(item, at("statements"), places));
  }

  /** What the table says, with what new things cannot be without. */
  said(): Item {
    const tracks = [...this.#tracks.items];
    const levels = this.#levels.items;
    const first = this.#base?.tracks[0]?.id ?? idOf(tracks[0]) ?? "core";
    const ranks = new Map<unknown, number>();
    for (const { track, rank } of this.#base?.levels ?? []) ranks.set(track, Math.max(ranks.get(track) ?? rank, rank));
    for (const level of levels) {
      if (this.#levels.isKnown(level)) continue;
      level["track"] ??= first;
      level["rank"] ??= (ranks.get(level["track"]) ?? 0) + 1;
      if (typeof level["rank"] === "number") ranks.set(level["track"], Math.max(level["rank"], ranks.get(level["track"]) ?? level["rank"]));
    }
    if (
      levels.some(({ track }) => track === "core") &&
      !tracks.some(({ id }) => id === "core") &&
      !this.#base?.tracks.some(({ id }) => id === "core")
    )
      tracks.push({ id: "core", title: "Core" });

    const homeless = this.#competencies.items.filter((item) => item["domain"] === undefined && !this.#competencies.isKnown(item));
    const home =
      homeless.length === 0
        ? null
        : (this.#base?.domains[0]?.id ?? idOf(this.#titled(this.#domains, null, "General", { line: 1, column: 1 })));
    for (const item of homeless) item["domain"] = home;
    return { tracks, domains: this.#domains.items, competencies: this.#competencies.items.map((item) => this.#withUse(item)), levels };
  }

  /** What is inherited has no wording of its own; one that stays what it is keeps what it is called. */
  #withUse(item: Item): Item {
    const before = this.#base?.competencies.find((each) => competencyId(each) === item["id"]);
    const use = item["use"] ?? (before !== undefined && "use" in before ? before.use : undefined);
    const made: Item = use === undefined ? item : { use, ...(item["domain"] === undefined ? {} : { domain: item["domain"] }) };
    this.#origins.carry(item, made);
    return made;
  }
}
