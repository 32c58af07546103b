import { v7 } from "uuid";
import type { Member, PersonSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import { Problem } from "../../core/problem.ts";
import { declaredOf } from "../../db/directions.ts";
import { managersOf, placementsOn, teamsOf } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import { versions, type VersionKey } from "../../db/versions.ts";
import type { Context, Tx } from "../../http/route.ts";

type Placed = VersionKey & { framework: string; level: string };
/** The person with where they stand and what they said last. */
export type Directed = PersonSubject & { name: string; place: Placed | null; declared: { value: string; on: string } | null };

const personOf = statement<Directed>(`
  select person.org_id as "orgId", person.person_id as "personId", person.name,
         ${managersOf("person", "$2::date")} as managers, ${teamsOf("person")} as teams,
         (select json_build_object('framework', framework.slug, 'frameworkId', held.framework_id, 'version', held.version,
                   'hash', encode(stored.hash, 'hex'), 'level', held.level_id)
            from ${placementsOn("$2::date")} as held
            join rungs.framework on framework.org_id = held.org_id and framework.framework_id = held.framework_id
            join rungs.framework_version as stored
              on stored.org_id = held.org_id and stored.framework_id = held.framework_id and stored.version = held.version
           where held.org_id = person.org_id and held.person_id = person.person_id) as place,
         ${declaredOf("person")} as declared
    from rungs.person where person.person_id = $1`);

/** @throws Problem "not-found" */
export async function person(tx: Tx, personId: string, today: string): Promise<Directed> {
  const [found] = await personOf(tx, personId, today);
  return found ?? Promise.reject(new Problem("not-found"));
}

const abroadOf = statement<{ value: string; title: string; along: string }>(`
  select named as value, level.title, framework.title as along
    from unnest($1::text[]) as named
    join rungs.framework on framework.slug = split_part(named, '/', 1)
    join rungs.framework_version as stored on stored.framework_id = framework.framework_id and stored.state = 'published'
    join rungs.level on level.framework_id = stored.framework_id and level.version = stored.version and level.level_id = split_part(named, '/', 2)`);

type Arm = { value: string; title: string; along: string | null };

/** What may come next from where somebody stands, with its words; levels of other ladders only where these are in force. */
async function armsFor(tx: Tx, { orgId, place }: Directed): Promise<{ from: { framework: string; title: string } | null; arms: Arm[] }> {
  const content = place === null ? undefined : (await versions(tx, orgId, [place])).get(place.hash)?.content;
  if (place === null || content === undefined || !content.levels.some(({ id }) => id === place.level)) return { from: null, arms: [] };
  const next = nextLevels(content, place.level);
  const here = `${content.id}/`;
  const foreign = next.filter((each) => !each.startsWith(here));
  const abroad = foreign.length === 0 ? [] : await abroadOf(tx, foreign);
  const arms = next.flatMap((value): Arm[] => {
    const level = content.levels.find(({ id }) => `${here}${id}` === value);
    if (level === undefined) return abroad.filter((each) => each.value === value);
    return [{ value, title: level.title, along: content.tracks.find(({ id }) => id === level.track)?.title ?? null }];
  });
  return { from: { framework: content.title, title: content.levels.find(({ id }) => id === place.level)?.title ?? place.level }, arms };
}

/** Two queries, one more where a way leads to another ladder. */
export async function direction(tx: Tx, actor: Member, subject: Directed) {
  const { from, arms } = await armsFor(tx, subject);
  const { declared } = subject;
  return {
    person: { id: subject.personId, name: subject.name, you: subject.personId === actor.personId },
    from,
    arms,
    declared: declared !== null && arms.some(({ value }) => value === declared.value) ? declared : null,
    can: can(actor, ["direction.say"], subject),
  };
}

const write = statement(`
  insert into rungs.declared_direction (org_id, declared_direction_id, person_id, framework_id, level_id, declared_on, declared_at)
  select rungs.current_org(), $1, $2, framework.framework_id, $4, $5, $6 from rungs.framework where framework.slug = $3`);

/** Says it again changes nothing. @throws Problem "invalid" for what does not come next. */
export async function say({ tx, actor, subject, input, today, now, note }: Context<{ to: string | null }, Directed>) {
  const before = await direction(tx, actor, subject);
  const { to } = input;
  if (to === (before.declared?.value ?? null)) return before;
  if (to !== null && !before.arms.some(({ value }) => value === to))
    throw new Problem("invalid", "That is not what comes next from where you stand.", [
      { code: "unknown-reference", path: "/to", message: `One of: ${before.arms.map(({ value }) => value).join(", ") || "nothing"}.` },
    ]);
  // What is taken back stands under the ladder that it was on.
  const [framework = "", level = null] = to === null ? [before.declared?.value.split("/")[0]] : to.split("/");
  await write(tx, v7(), subject.personId, framework, level, today, now);
  note({ to });
  return { ...before, declared: to === null ? null : { value: to, on: today } };
}
