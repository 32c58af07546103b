import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** What goes on that people partners answer for. Of each list its first five, with how many there are in all. */
export type Office = {
  drafts: { slug: string; title: string; submittedBy: Named | null; submittedAt: string | null; all: number }[] | null;
  ownerless: { slug: string; title: string; all: number }[] | null;
  barriers: { open: number; oldest: string | null };
  /** Second looks that were asked for and nobody has answered. */
  looks: { review: string; title: string; person: Named; askedAt: string; all: number }[] | null;
};

// $1 today, $2 whether everybody is the reader's, $3 their units.
const officeOf = statement<Office>(`
  select (select json_agg(row order by row."submittedAt") from (
            select framework.slug, framework.title, ${personNamed("draft.submitted_by")} as "submittedBy", ${instant("draft.submitted_at")} as "submittedAt",
                   count(*) over () as all
              from rungs.draft join rungs.framework on framework.org_id = draft.org_id and framework.framework_id = draft.framework_id
             where draft.state = 'in-review' order by draft.submitted_at limit 5) as row) as drafts,
         (select json_agg(row order by row.title) from (
            select framework.slug, framework.title, count(*) over () as all
              from rungs.framework
              join rungs.framework_version as stored
                on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
              left join rungs.person as owner on owner.org_id = framework.org_id and owner.person_id = framework.owner_id
             where owner.person_id is null or owner.left_on <= $1::date order by framework.title, framework.slug limit 5) as row) as ownerless,
         (select json_build_object('open', count(*), 'oldest', min(barrier.raised_on))
            from rungs.barrier join rungs.person on person.org_id = barrier.org_id and person.person_id = barrier.person_id
           where barrier.resolved_on is null and ($2::boolean or ${teamsOf("person")} && $3::uuid[])
             and (person.left_on is null or person.left_on > $1::date)) as barriers,
         (select json_agg(row order by row."askedAt") from (
            select look.review_id as review, coalesce(cycle.title, review.title, '') as title,
                   json_build_object('id', person.person_id, 'name', person.name) as person, ${instant("look.asked_at")} as "askedAt", count(*) over () as all
              from rungs.second_look as look
              join rungs.review on review.org_id = look.org_id and review.review_id = look.review_id
              join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
              left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
             where look.answered_at is null and ($2::boolean or ${teamsOf("person")} && $3::uuid[])
             order by look.asked_at limit 5) as row) as looks`);

export async function officeOn(tx: Tx, scope: Scope, today: string): Promise<Office> {
  const [found] = await officeOf(tx, today, scope.all, [...scope.teams]);
  return found ?? { drafts: null, ownerless: null, barriers: { open: 0, oldest: null }, looks: null };
}
