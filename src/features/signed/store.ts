import type { Member } from "../../core/access/actor.ts";
import { ReleasedShown, shownOf, SignedShown } from "../../core/assessment/kept.ts";
import { Problem } from "../../core/problem.ts";
import { instant } from "../../db/drafts.ts";
import { readable, readerOf, visibleSides } from "../../db/reviews-shown.ts";
import type { ReviewRow } from "../../db/reviews.ts";
import { statement } from "../../db/statement.ts";
import type { Tx } from "../../http/route.ts";

type Kept = { id: string; at: string; hash: string; document: string };

// An assessment from before every signature was kept has its last one alone.
const signedOf = statement<Kept & { assessment: string }>(`
  select signed.signed_assessment_id as id, signed.assessment_id as assessment, ${instant("signed.submitted_at")} as at,
         encode(signed.hash, 'hex') as hash, signed.document
    from rungs.signed_assessment as signed where signed.assessment_id = any($1::uuid[])
   union all
  select part.assessment_id, part.assessment_id, ${instant("part.submitted_at")}, encode(part.hash, 'hex'), part.document
    from rungs.assessment as part
   where part.assessment_id = any($1::uuid[]) and part.document is not null
     and not exists (select from rungs.signed_assessment as signed
                      where signed.org_id = part.org_id and signed.assessment_id = part.assessment_id and signed.hash = part.hash)
   order by at desc, id`);

const releasedOf = statement<Kept & { level: string; corrected: boolean }>(`
  select report.released_report_id as id, ${instant("coalesce(look.answered_at, cycle.released_at, review.released_at)")} as at,
         encode(report.hash, 'hex') as hash, report.document, coalesce(level.title, report.level_id) as level, report.second_look_id is not null as corrected
    from rungs.released_report as report
    join rungs.review on review.org_id = report.org_id and review.review_id = report.review_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    left join rungs.second_look as look on look.org_id = report.org_id and look.second_look_id = report.second_look_id
    left join rungs.level on level.org_id = review.org_id and level.framework_id = review.framework_id and level.version = review.version
          and level.level_id = report.level_id
   where report.review_id = $1 order by at desc, level.position, report.released_report_id`);

/** Of each side what its reader may read now; of what was released what everybody concerned may. Two queries. */
async function documents(tx: Tx, actor: Member, review: ReviewRow) {
  const sides = new Map(
    visibleSides(review, actor)
      .filter((side) => readable(review, side, actor))
      .map((side) => [side.id, side]),
  );
  const signed = await signedOf(tx, [...sides.keys()]);
  const reads = review.released && !review.withdrawn && readerOf(review, actor) !== "rater";
  return {
    signed: signed.flatMap(({ assessment, ...document }) => {
      const side = sides.get(assessment);
      return side === undefined ? [] : [{ ...document, kind: side.kind, rater: side.rater }];
    }),
    released: reads ? await releasedOf(tx, review.id) : [],
  };
}

export async function kept(tx: Tx, actor: Member, review: ReviewRow) {
  const { signed, released } = await documents(tx, actor, review);
  return {
    title: review.title,
    person: { ...review.person, you: review.about.personId === actor.personId },
    signed: signed.map(({ document, ...each }) => ({ ...each, says: shownOf(SignedShown, document) })),
    released: released.map(({ document, ...each }) => ({ ...each, says: shownOf(ReleasedShown, document) })),
  };
}

/** @throws Problem "not-found" for what is not there, or not to be read. */
export async function file(tx: Tx, actor: Member, review: ReviewRow, id: string) {
  const { signed, released } = await documents(tx, actor, review);
  const found = [...signed, ...released].find((each) => each.id === id);
  if (found === undefined) throw new Problem("not-found");
  return { name: `${review.title} ${found.hash.slice(0, 12)}.json`, mediaType: "application/json", content: found.document };
}
