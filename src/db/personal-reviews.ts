import type { Fate, Kind } from "../core/privacy/kinds.ts";

/**
 * One kind of what is kept about people. `mine`: the rows about a person ($1). `rows`: those as they go into a copy, null where
 * they are in none, for the reason `left`. What an erasure does is written in SQL (rungs_meta.erasure, beside the tables);
 * `fate` says it in a word, `because` why something stays.
 */
export type Kept = Omit<Kind, "sees"> & {
  /** What an erasure counts, where that is more than what goes into a copy. */ what?: string;
  table: string;
  mine: string;
  fate: Fate;
  because: string | null;
} & ({ sees: Kind["sees"]; rows: string } | { rows: null; left: string });

const aboutReview = (alias: string) =>
  `exists (select from rungs.review where review.org_id = ${alias}.org_id and review.review_id = ${alias}.review_id and review.person_id = $1)`;
const aboutAssessment = (alias: string) =>
  `exists (select from rungs.assessment join rungs.review using (org_id, review_id)
     where assessment.org_id = ${alias}.org_id and assessment.assessment_id = ${alias}.assessment_id and review.person_id = $1)`;
export const statistics = "Numbers that nobody’s name stands on any more; cycles and insights add up as before.";
export const others = "It is about others too, or is the organisation’s own; it stays under “A former colleague”.";

/** What reviews keep about people. */
export const personalReviewData: readonly Kept[] = [
  {
    name: "evidence",
    title: "Evidence",
    table: "evidence",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select kind, title, body, url, attachment_name as "file", attachment_size as "bytes", on_date as "on", at, removed_at as "removedAt" from rungs.evidence where person_id = $1 order by at`,
    fate: "nameless",
    because: "That there was something stays beside the ratings that rest on it; what it was goes.",
  },
  {
    name: "reviews",
    title: "Reviews",
    table: "review",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select coalesce(cycle.title, fact.title) as title, framework.title as ladder, fact.version, fact.level_id as level, fact.agreed_note as "agreedNote",
                  fact.acknowledged_at as "acknowledgedAt", fact.acknowledged_comment as "ownComment", fact.withdrawn_at as "withdrawnAt", coalesce(cycle.released_at, fact.released_at) as "releasedAt"
             from rungs.review as fact left join rungs.cycle using (org_id, cycle_id) left join rungs.framework using (org_id, framework_id) where fact.person_id = $1`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "released-reports",
    title: "Gap reports as they were shown",
    table: "released_report",
    mine: aboutReview("fact"),
    sees: "results",
    rows: `select fact.on_date as "on", fact.level_id as level, fact.document::jsonb as report, encode(fact.hash, 'hex') as sha256 from rungs.released_report as fact where ${aboutReview("fact")} order by fact.on_date`,
    fate: "nameless",
    because: "A mark stays with the hash of what was shown, so that it can be told that something was, and nothing else.",
  },
  {
    name: "own-ratings",
    title: "Ratings of oneself",
    what: "Ratings, with their comments",
    table: "rating",
    mine: aboutAssessment("fact"),
    sees: "results",
    rows: `select cycle.title as cycle, fact.level_id as level, fact.expectation_id as expectation, fact.answer, fact.value, fact.comment, fact.rated_on as "on"
             from rungs.rating as fact join rungs.assessment using (org_id, assessment_id) join rungs.review using (org_id, review_id) left join rungs.cycle using (org_id, cycle_id)
            where review.person_id = $1 and assessment.kind = 'self' order by fact.recorded_at`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "signed-assessments",
    title: "Assessments of oneself as they were signed",
    what: "Signed assessments",
    table: "signed_assessment",
    mine: aboutAssessment("fact"),
    sees: "results",
    rows: `select fact.submitted_at as "submittedAt", fact.document::jsonb as document, encode(fact.hash, 'hex') as sha256
             from rungs.signed_assessment as fact join rungs.assessment using (org_id, assessment_id) join rungs.review using (org_id, review_id)
            where review.person_id = $1 and assessment.kind = 'self' order by fact.submitted_at`,
    fate: "nameless",
    because: "The one exception to signed documents staying as they are: a mark stays, with the hash of what was signed.",
  },
  {
    name: "own-answers",
    title: "Answers beside the ratings",
    table: "question_answer",
    mine: aboutAssessment("fact"),
    sees: "results",
    rows: `select fact.question_id as question, fact.body as answer, fact.recorded_at as "at" from rungs.question_answer as fact join rungs.assessment using (org_id, assessment_id)
             join rungs.review using (org_id, review_id) where review.person_id = $1 and assessment.kind = 'self' order by fact.recorded_at`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "second-looks",
    title: "Second looks asked for",
    table: "second_look",
    mine: aboutReview("fact"),
    sees: "results",
    rows: `select asked_at as "askedAt", body, answered_at as "answeredAt", answer, outcome from rungs.second_look as fact where ${aboutReview("fact")} order by asked_at`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "written-about-others",
    title: "Ratings and comments given to others",
    what: "Assessments",
    table: "assessment",
    mine: aboutReview("fact"),
    sees: "self",
    rows: `select about.name as "about", fact.kind, fact.submitted_at as "submittedAt", rating.expectation_id as expectation, rating.value, rating.comment
             from rungs.assessment as fact join rungs.review using (org_id, review_id) join rungs.person as about on about.org_id = review.org_id and about.person_id = review.person_id
             join rungs.rating on rating.org_id = fact.org_id and rating.assessment_id = fact.assessment_id where fact.rater_id = $1 and review.person_id <> $1 order by rating.recorded_at`,
    fate: "nameless",
    because: "Those of others by this person are theirs too, and stay as a former colleague’s; of those of this person a mark stays.",
  },
  {
    name: "peer-requests",
    title: "Requests as a peer",
    table: "peer_invitation",
    mine: "fact.peer_id = $1",
    sees: "self",
    rows: `select about.name as "about", fact.state, fact.reason, fact.at, fact.answered_at as "answeredAt" from rungs.peer_invitation as fact join rungs.review using (org_id, review_id)
             join rungs.person as about on about.org_id = review.org_id and about.person_id = review.person_id where fact.peer_id = $1 order by fact.at`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "unclear-statements",
    title: "Statements found unclear",
    table: "unclear_flag",
    mine: "fact.by = $1",
    sees: "self",
    rows: `select framework.title as ladder, expectation_id as expectation, body, at from rungs.unclear_flag join rungs.framework using (org_id, framework_id) where by = $1 order by at`,
    fate: "stays",
    because: others,
  },
  {
    name: "events",
    title: "What happened in reviews",
    table: "review_event",
    mine: aboutReview("fact"),
    rows: null,
    left: "It says who did what in which review, others among them; the reviews say the rest.",
    fate: "nameless",
    because: statistics,
  },
  {
    name: "calibrations",
    title: "Calibrated values",
    table: "calibration",
    mine: aboutReview("fact"),
    rows: null,
    left: "They are in the released reports, as they were shown.",
    fate: "nameless",
    because: statistics,
  },
];
