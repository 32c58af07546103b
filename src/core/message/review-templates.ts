import { template } from "./template.ts";

/** `cycle` is its title; `due` and other dates are words, "9 March 2026", or null where none is set. */
const by = (due: string | null) => (due === null ? "" : ` It is due on ${due}.`);

export const reviewTemplates = {
  /** To a rater: their part of a review has begun. `about` is a name, "yourself" for one's own. */
  "review-asked": template<{ cycle: string; about: string; due: string | null; path: string }>({
    title: "Review to write",
    kind: "asked",
    letter: ({ cycle, about, due, path }) => ({
      subject: `${cycle}: write about ${about}`,
      paragraphs: [`${cycle} has begun, and you are asked to write about ${about}.${by(due)}`],
      action: { label: "Open the review", path },
      closing: ["Every answer is saved as you give it."],
    }),
    notice: ({ cycle, about, path }) => ({ title: `${cycle}: write about ${about}`, path }),
  }),
  /** One line for all that waits for a rater, so that a manager of twenty has one message. */
  "reviews-asked": template<{ cycle: string; count: number; due: string | null; path: string }>({
    title: "Reviews to write",
    kind: "asked",
    letter: ({ cycle, count, due, path }) => ({
      subject: `${cycle}: ${count} reviews wait for you`,
      paragraphs: [`${cycle} has begun, and ${count} reviews wait for you.${by(due)}`],
      action: { label: "See them", path },
    }),
    notice: ({ cycle, count, path }) => ({ title: `${cycle}: ${count} reviews wait for you`, path }),
  }),
  "review-nudged": template<{ cycle: string; count: number; due: string | null; path: string }>({
    title: "Reminder",
    kind: "reminders",
    letter: ({ cycle, count, due, path }) => ({
      subject: count === 1 ? `${cycle}: one review still waits for you` : `${cycle}: ${count} reviews still wait for you`,
      paragraphs: [
        `${count === 1 ? "One review of" : `${count} reviews of`} ${cycle} ${count === 1 ? "is" : "are"} not submitted yet.${by(due)}`,
      ],
      action: { label: "Go on writing", path },
    }),
    notice: ({ cycle, count, path }) => ({
      title: count === 1 ? `${cycle}: one review still waits for you` : `${cycle}: ${count} reviews still wait for you`,
      path,
    }),
  }),
  "review-reopened": template<{ cycle: string; about: string; by: string; reason: string; path: string }>({
    title: "Review opened again",
    kind: "asked",
    letter: ({ cycle, about, by: who, reason, path }) => ({
      subject: `${cycle}: what you wrote about ${about} is open again`,
      paragraphs: [`${who} has opened it again, for this reason:`, reason],
      action: { label: "Open the review", path },
    }),
    notice: ({ about, by: who, path }) => ({ title: `${who} opened again what you wrote about ${about}`, path }),
  }),
  "review-handed-over": template<{ cycle: string; about: string; by: string; due: string | null; path: string }>({
    title: "Review handed over",
    kind: "asked",
    letter: ({ cycle, about, by: who, due, path }) => ({
      subject: `${cycle}: the review of ${about} is yours now`,
      paragraphs: [`${who} has handed the review of ${about} over to you.${by(due)} What was submitted before stays with who wrote it.`],
      action: { label: "Open the review", path },
    }),
    notice: ({ cycle, about, path }) => ({ title: `${cycle}: the review of ${about} is yours now`, path }),
  }),
  "reviews-handed-over": template<{ cycle: string; count: number; by: string; due: string | null; path: string }>({
    title: "Reviews handed over",
    kind: "asked",
    letter: ({ cycle, count, by: who, due, path }) => ({
      subject: `${cycle}: ${count} reviews are yours now`,
      paragraphs: [`${who} has handed ${count} reviews over to you.${by(due)} What was submitted before stays with who wrote it.`],
      action: { label: "See them", path },
    }),
    notice: ({ cycle, count, path }) => ({ title: `${cycle}: ${count} reviews are yours now`, path }),
  }),
  "date-moved": template<{ cycle: string; what: string; to: string; path: string }>({
    title: "Date moved",
    kind: "reminders",
    letter: ({ cycle, what, to, path }) => ({
      subject: `${cycle}: ${what} is now due on ${to}`,
      paragraphs: [`The date has moved: ${what} is now due on ${to}.`],
      action: { label: "Open it", path },
    }),
    notice: ({ cycle, what, to, path }) => ({ title: `${cycle}: ${what} is now due on ${to}`, path }),
  }),
  /** To whoever still writes, once a cycle's dates are put off or brought forward: each of `lines` is a sentence. */
  "dates-moved": template<{ cycle: string; lines: readonly { title: string; path: string }[]; path: string }>({
    title: "Dates moved",
    kind: "reminders",
    letter: ({ cycle, lines, path }) => ({
      subject: `${cycle}: the dates have moved`,
      paragraphs: [`The dates of ${cycle} have moved.`, ...lines.map(({ title }) => title)],
      action: { label: "See what waits for you", path },
    }),
    notice: ({ cycle, lines, path }) => ({ title: `${cycle}: ${lines[0]?.title ?? "the dates have moved"}`, path }),
  }),
  "peer-asked": template<{ about: string; cycle: string; due: string | null; path: string }>({
    title: "Asked as a peer",
    kind: "asked",
    letter: ({ about, cycle, due, path }) => ({
      subject: `${cycle}: would you write about ${about}?`,
      paragraphs: [
        `You are asked as a peer of ${about}.${by(due)} What you write is shown together with that of others only, without names and dates, and only where at least three have written.`,
      ],
      action: { label: "Accept or decline", path },
    }),
    notice: ({ about, cycle, path }) => ({ title: `${cycle}: would you write about ${about}?`, path }),
  }),
  /** To whoever chooses the peers, of whom somebody else suggests. */
  "peers-suggested": template<{ about: string; by: string; cycle: string; count: number; path: string }>({
    title: "Peers suggested",
    kind: "asked",
    letter: ({ about, by: who, cycle, count, path }) => ({
      subject: `${cycle}: ${who} suggests ${count === 1 ? "a peer" : `${count} peers`} for the review of ${about}`,
      paragraphs: [`${who} suggests ${count === 1 ? "somebody" : `${count} people`} as peers of ${about}. You choose whom to ask.`],
      action: { label: "Look at them", path },
    }),
    notice: ({ about, by: who, path }) => ({ title: `${who} suggests peers for the review of ${about}`, path }),
  }),
  /** To the other of two who rate. What they said is not told, and while one's own part is open nor can it be read. */
  "other-side-in": template<{ cycle: string; by: string; about: string; path: string }>({
    title: "The other side is in",
    kind: "asked",
    letter: ({ cycle, by: who, about, path }) => ({
      subject: `${cycle}: ${who} has submitted; what you write about ${about} is still open`,
      paragraphs: [`${who} has submitted. You can read each other’s answers once both of you have.`],
      action: { label: "Go on writing", path },
    }),
    notice: ({ cycle, by: who, path }) => ({ title: `${cycle}: ${who} has submitted, and yours is still open`, path }),
  }),
  "both-sides-in": template<{ cycle: string; by: string; about: string; path: string }>({
    title: "Both sides are in",
    kind: "asked",
    letter: ({ cycle, by: who, about, path }) => ({
      subject: `${cycle}: both sides of the review of ${about} are in`,
      paragraphs: [
        `${who} has submitted too, so both sides of the review of ${about} are in. Compare them, talk them over, and write down what you agree.`,
      ],
      action: { label: "Compare both sides", path },
    }),
    notice: ({ cycle, about, path }) => ({ title: `${cycle}: both sides of the review of ${about} are in`, path }),
  }),
  "check-in-begun": template<{ title: string; by: string; about: string; path: string }>({
    title: "Check-in begun",
    kind: "asked",
    letter: ({ title, by: who, about, path }) => ({
      subject: `${title}: a check-in with ${who}`,
      paragraphs: [`${who} has begun a check-in outside the cycles, and you are asked to write about ${about}.`],
      action: { label: "Open the check-in", path },
      closing: ["Every answer is saved as you give it."],
    }),
    notice: ({ title, by: who, path }) => ({ title: `${title}: ${who} has begun a check-in with you`, path }),
  }),
  "cycle-cancelled": template<{ cycle: string; reason: string; path: string }>({
    title: "Cycle cancelled",
    kind: "results",
    letter: ({ cycle, reason, path }) => ({
      subject: `${cycle} has been cancelled`,
      paragraphs: [`${cycle} has been cancelled, for this reason:`, reason],
      action: { label: "Open Rungs", path },
    }),
    notice: ({ cycle, path }) => ({ title: `${cycle} has been cancelled`, path }),
  }),
  "results-released": template<{ cycle: string; path: string }>({
    title: "Results released",
    kind: "results",
    letter: ({ cycle, path }) => ({
      subject: `${cycle}: your results are there to read`,
      paragraphs: [`The results of ${cycle} have been released. Read yours, and say that you have, with a comment if you wish.`],
      action: { label: "Read your results", path },
    }),
    notice: ({ cycle, path }) => ({ title: `${cycle}: your results are there to read`, path }),
  }),
  "second-look-asked": template<{ about: string; cycle: string; path: string }>({
    title: "Second look asked for",
    kind: "asked",
    letter: ({ about, cycle, path }) => ({
      subject: `${about} asks for a second look`,
      paragraphs: [`${about} has read the results of ${cycle} and asks for a second look.`],
      action: { label: "Read why, and answer", path },
    }),
    notice: ({ about, path }) => ({ title: `${about} asks for a second look`, path }),
  }),
  "second-look-answered": template<{ cycle: string; path: string }>({
    title: "Second look answered",
    kind: "results",
    letter: ({ cycle, path }) => ({
      subject: `${cycle}: your second look has been answered`,
      paragraphs: ["There is an answer to your request for a second look."],
      action: { label: "Read the answer", path },
    }),
    notice: ({ cycle, path }) => ({ title: `${cycle}: your second look has been answered`, path }),
  }),
} as const;
