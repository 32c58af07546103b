import type { Member, PersonSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import type { Framework } from "../../core/framework/document.ts";
import { recordsHeld, type PlacementRow, type RecordRow } from "../../core/gap/held.ts";
import { requirementLine } from "../../core/gap/requirements.ts";
import { viaStatus } from "../../core/pathway/asked.ts";
import { atlas } from "../../core/pathway/atlas.ts";
import { fullReference } from "../../core/pathway/next.ts";
import { routes } from "../../core/pathway/routes.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { managersOf, placementsOn, recordRowsOf, teamsOf } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import { versions, type VersionKey } from "../../db/versions.ts";
import type { Tx } from "../../http/route.ts";

type Published = { keys: VersionKey[] | null; place: { level: string; since: string } | null };

// $1 reader, $2 day.
const publishedOf = statement<Published>(`
  select (select json_agg(json_build_object('frameworkId', stored.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex'))
                   order by framework.title, framework.slug)
            from rungs.framework
            join rungs.framework_version as stored
              on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
           where framework.kind <> 'library') as keys,
         (select json_build_object('level', framework.slug || '/' || held.level_id, 'since', held.from_on)
            from ${placementsOn("$2::date")} as held
            join rungs.framework on framework.org_id = held.org_id and framework.framework_id = held.framework_id
           where held.person_id = $1::uuid) as place`);

/** Every framework in force that has levels, by title, and where somebody stands. Two queries, one where all were read lately. */
async function published(tx: Tx, orgId: string, personId: string, today: string) {
  const [found] = await publishedOf(tx, personId, today);
  const keys = found?.keys ?? [];
  const stored = await versions(tx, orgId, keys);
  return { frameworks: keys.flatMap(({ hash }) => stored.get(hash)?.content ?? []), place: found?.place ?? null };
}

/** Every way there is, and where the reader stands. */
export async function map(tx: Tx, actor: Member, today: string) {
  const { frameworks, place } = await published(tx, actor.orgId, actor.personId, today);
  const drawn = atlas(frameworks);
  const stands = drawn.ladders.some(({ levels }) => levels.some(({ reference }) => reference === place?.level));
  return { ...drawn, you: stands ? place : null, can: can(actor, ["framework.create"], actor) };
}

/** The person with what is recorded of them, read in the one query that the policy asks for anyway. */
export type PathwaySubject = PersonSubject & { name: string; records: RecordRow[] | null; placements: PlacementRow[] | null };

const subjectOf = statement<PathwaySubject>(`
  select person.org_id as "orgId", person.person_id as "personId", person.name,
         ${managersOf("person", "$2::date")} as managers, ${teamsOf("person")} as teams, ${recordRowsOf("$1")} as records,
         (select json_agg(json_build_object('framework', framework.slug, 'level', placement.level_id, 'from', placement.from_on)
                   order by placement.from_on, placement.recorded_at, placement.placement_id)
            from rungs.placement_standing as placement
            left join rungs.framework on framework.org_id = placement.org_id and framework.framework_id = placement.framework_id
           where placement.org_id = person.org_id and placement.person_id = person.person_id) as placements
    from rungs.person
   where person.person_id = $1`);

/** @throws Problem "not-found" */
export async function subject(tx: Tx, personId: string, today: string): Promise<PathwaySubject> {
  const [found] = await subjectOf(tx, personId, today);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

type Wanted = { from?: string | undefined; to: string; limit: number };

/** @throws Problem "invalid" where one of the ends is no level in force, or nobody says where the way begins. */
export async function between(tx: Tx, actor: Member, person: PathwaySubject, wanted: Wanted, today: string) {
  const { frameworks, place } = await published(tx, person.orgId, person.personId, today);
  const from = wanted.from ?? place?.level;
  const known = levelsOf(frameworks);
  const faults = [fault("/from", from, known), fault("/to", wanted.to, known)].filter((each) => each !== null);
  if (from === undefined || faults.length > 0) throw new Problem("invalid", faults.map(({ message }) => message).join(" "), faults);

  const found = routes(from, wanted.to, frameworks, { limit: wanted.limit + 1 });
  const kept = found.slice(0, wanted.limit);
  const [climb] = kept.length > 0 ? [] : routes(from, wanted.to, frameworks, { limit: 1, nextRanks: true });
  const records = recordsHeld(person.records ?? [], person.placements ?? []);
  const references = [...new Set([from, wanted.to, ...kept.flatMap(({ levels }) => levels), ...(climb?.levels ?? [])])];
  return {
    routes: kept,
    more: found.length > kept.length,
    from,
    to: wanted.to,
    on: today,
    climb: climb?.levels ?? null,
    person: { id: person.personId, name: person.name, you: actor.personId === person.personId },
    levels: Object.fromEntries(
      references.flatMap((reference) => {
        const at = known.get(reference);
        if (at === undefined) return [];
        const { framework, level } = at;
        const lines = level.requirements.map((requirement) => requirementLine(requirement, records, today, framework.id));
        return [[reference, { title: level.title, ladder: framework.title, requirements: level.requirements, lines }]];
      }),
    ),
    via: Object.fromEntries(
      kept.flatMap(({ transitions }) =>
        transitions.flatMap(({ via }) => via.map((each) => [each.title, viaStatus(each, records, today)] as const)),
      ),
    ),
    can: can(actor, ["gap.read"], person),
  };
}

type Known = ReadonlyMap<string, { framework: Framework; level: Framework["levels"][number] }>;

const levelsOf = (frameworks: readonly Framework[]): Known =>
  new Map(
    frameworks.flatMap((framework) => framework.levels.map((level) => [fullReference(framework.id, level.id), { framework, level }])),
  );

function fault(path: "/from" | "/to", reference: string | undefined, known: Known): Fault | null {
  if (reference === undefined) return { code: "required", path, message: "Say from which level: the person stands on none today." };
  if (known.has(reference)) return null;
  return { code: "unknown-reference", path, message: `No ladder in force has a level ${reference}.` };
}
