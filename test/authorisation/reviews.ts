import { v7 } from "uuid";
import { reviewing, type Opened } from "../reviewing.ts";
import type { Person } from "../world.ts";
import {
  all,
  ofSlug,
  ours,
  reports,
  results,
  whose,
  type Addressed,
  type Expected,
  type Rows,
  type Site,
  type Subjects,
  type Who,
  type Whose,
} from "./matrix.ts";

const own: Expected = { refused: 404, through: all(["own"]) };
/** The person, whoever they report to, and people partners: no auditor. */
const concerned: Expected = {
  refused: 404,
  through: { ...(results === "everybody" ? {} : results.through), auditor: reports },
};
const elses = ours.filter((each) => each !== "own");

/** One review of each person, in which they alone rate themselves, and an invitation to say something of somebody else. */
const opened = new Map<string, Promise<Opened & { invitation: string }>>();
const reviewOf = ({ house, slug }: Site, person: Person) => {
  const known = opened.get(person.personId) ?? makeReview();
  opened.set(person.personId, known);
  return known;
  async function makeReview() {
    const run = reviewing(house);
    const cycle = await run.cycle({}, `Cycle of ${house.name}`);
    const made = await run.participant(cycle, person, `${slug}/first`, {});
    const other = await house.person(`Colleague in ${house.name}`);
    const others = await run.participant(await run.cycle({ ratings: { peers: {} } }, `Peers of ${house.name}`), other, `${slug}/first`, {});
    const invitation = v7();
    await house.within((tx) =>
      tx
        .insertInto("peer_invitation")
        .values({
          org_id: house.orgId,
          peer_invitation_id: invitation,
          review_id: others.reviewId,
          peer_id: person.personId,
          invited_by: other.personId,
          state: "invited",
          at: "2026-11-20T12:00:00Z",
        })
        .execute(),
    );
    return { ...made, invitation };
  }
};
const NOBODYS = "019a0000-0000-7000-8000-000000000000";

/** A review by whose it is, with one's own assessment where the route names one. */
const ofReview = (more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: whose,
  input: async ({ thing }: Subjects, who: Who, of: Whose) => ({ reviewId: await thing("review", who, of), ...more }),
  looked: true,
  ...rest,
});
const ofAssessment = (more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: whose,
  input: async ({ thing }: Subjects, who: Who, of: Whose) => ({
    reviewId: await thing("review", who, of),
    assessmentId: await thing("assessment", who, of),
    ...more,
  }),
  looked: true,
  ...rest,
});
const ofInvitation = (answers?: number): Addressed => ({
  of: whose,
  input: async ({ thing }, who, of) => ({ invitationId: await thing("invitation", who, of) }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});

/** Reviews, what is written in them and said about them. Nothing is submitted or released here: what may be done is refused for another reason. */
export const reviews: Rows = {
  expected: {
    "review.list": own,
    "review.read": results,
    "review.write": own,
    "review.compare": results,
    "review.note": { refused: 404, through: { ...all(reports), employee: ["own"] } },
    "review.acknowledge": own,
    "review.answer": { refused: 404, through: { partner: elses, unitPartner: ["unit"], stranger: elses } },
    "checkin.reopen": {
      refused: 404,
      through: {
        ...Object.fromEntries(
          (["manager", "administrator", "owner", "author", "lapsed", "auditor", "writeKey", "adminKey"] as const).map((who) => [
            who,
            ["direct", "indirect"] as const,
          ]),
        ),
        partner: elses,
        unitPartner: ["direct", "indirect", "unit"],
        stranger: elses,
      },
    },
    "review.peers": concerned,
    "peer.answer": own,
    "checkin.start": concerned,
  },
  addressed: {
    "GET /reviews": { of: ["own"] },
    "GET /reviews/:reviewId": ofReview(),
    "GET /reviews/:reviewId/calendar": ofReview(),
    "GET /reviews/:reviewId/signed": ofReview(),
    // Nothing has been signed yet.
    "GET /reviews/:reviewId/signed/:documentId": ofReview({ documentId: NOBODYS }, { answers: 404 }),
    "GET /reviews/:reviewId/compare": ofReview({}, { answers: 409 }),
    "PUT /reviews/:reviewId/note": ofReview({ text: "Agreed.", basedOn: null }, { answers: 409 }),
    "POST /reviews/:reviewId/acknowledge": ofReview({}, { answers: 409 }),
    "POST /reviews/:reviewId/second-look": ofReview({ body: "Look again." }, { answers: 409 }),
    "POST /reviews/:reviewId/second-look/:lookId/answer": ofReview(
      { lookId: NOBODYS, body: "It stands.", outcome: "stands" },
      { answers: 409 },
    ),
    "GET /reviews/:reviewId/peers": ofReview(),
    "POST /reviews/:reviewId/peers": ofReview({ people: [NOBODYS] }, { answers: 409 }),
    "GET /reviews/:reviewId/assessments/:assessmentId": ofAssessment(),
    "PATCH /reviews/:reviewId/assessments/:assessmentId": ofAssessment({ answers: [] }),
    "POST /reviews/:reviewId/assessments/:assessmentId/submit": ofAssessment({}, { answers: 400 }),
    // They are a cycle's, which is opened again on its board.
    "POST /reviews/:reviewId/assessments/:assessmentId/reopen": ofAssessment({ reason: "Too soon." }, { answers: 409 }),
    "POST /reviews/:reviewId/assessments/:assessmentId/flags": ofAssessment({ expectation: "making-first", body: "What does it mean?" }),
    "POST /reviews/:reviewId/assessments/:assessmentId/evidence": ofAssessment({
      expectation: "making-first",
      add: { kind: "note", title: "A day in May", body: "All of it." },
    }),
    "DELETE /reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId": ofAssessment({
      evidenceId: NOBODYS,
      expectation: "making-first",
    }),
    "GET /reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId/file": ofAssessment({ evidenceId: NOBODYS }, { answers: 404 }),
    "POST /peer-invitations/:invitationId/accept": ofInvitation(),
    // Each has been accepted just before.
    "POST /peer-invitations/:invitationId/decline": ofInvitation(409),
    "POST /check-ins": {
      of: whose,
      input: ({ person, slug }, who, of) => ({
        personId: person(who, of).personId,
        framework: slug(who, of),
        level: "first",
        title: "Half-way",
      }),
      looked: true,
    },
    "GET /frameworks/:slug/draft/findings": ofSlug(),
    // Nobody who may read drafts has called it unclear.
    "POST /frameworks/:slug/draft/findings/:expectation": ofSlug({ expectation: "making-second" }, { answers: 404 }),
  },
  things: {
    review: { each: "person", make: async (site, person) => (await reviewOf(site, person)).reviewId },
    assessment: { each: "person", make: async (site, person) => (await reviewOf(site, person)).assessments.self },
    invitation: { each: "person", make: async (site, person) => (await reviewOf(site, person)).invitation },
  },
};
