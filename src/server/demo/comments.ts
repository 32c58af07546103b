import { pick } from "./seed.ts";

type Sentences = readonly [string, ...string[]];
type Bank = { short: Sentences; met: Sentences; above: Sentences };

/** What managers wrote, by the domain they wrote about. */
const said: Readonly<Record<string, Bank>> = {
  process: {
    short: [
      "The steps are right, but the night team still does it the old way. Next: bring them in before the change, not after.",
      "Two of the three procedures were out of date when audit asked. Being put right now.",
      "Good on the day itself. The write-up afterwards comes late, and then nobody can pick it up.",
    ],
    met: [
      "Ran the linen order from request to close for six months without me looking in once.",
      "Finds the cause first now. The freezer alarms have stopped because of it.",
      "The handbook page is clear enough that the agency staff use it.",
    ],
    above: [
      "Rebuilt the returns process, and two other teams have copied it.",
      "Other managers come here with their process questions, not to me.",
    ],
  },
  planning: {
    short: [
      "Sees the busy weeks, but moves people when they have begun. One month earlier is what is asked.",
      "The figures are pulled, but what they mean still comes from somebody else.",
      "Priorities change with whoever asked last. Write three down and hold to them for a quarter.",
    ],
    met: [
      "The Monday sheet is what we plan from now.",
      "Deadlines kept through the whole winter, flu weeks included.",
      "Knows what the number leaves out, and says so.",
    ],
    above: ["Built the fuel dashboard on own initiative; the board pack uses it.", "Forecast the August gap to within a day."],
  },
  communication: {
    short: [
      "Suppliers hear from us when something is wrong, and not before. A short call every second week would do it.",
      "Messages are long, and what is asked comes at the end.",
      "Agreed things in the meeting that were not written down, and both sides remember them differently.",
    ],
    met: [
      "Homes know where their request stands without ringing.",
      "Handled the complaint about the late minibus calmly and in writing.",
      "Finance says handovers have become easy.",
    ],
    above: [
      "Settled the laundry dispute between two homes that I had given up on.",
      "Wrote the outage notice that everybody else now starts from.",
    ],
  },
  people: {
    short: [
      "Avoids the hard conversation. With Kit it took three months until it was said.",
      "One-to-ones take place, but they are about tasks. Ask how the person is getting on.",
      "Does it well with those who are keen. Those who are slower need the time more.",
    ],
    met: [
      "New starters settle quickly here; two of them told me so.",
      "Gave feedback on the Friday shift on the Monday, with an example.",
      "Shares the good and the dull work fairly, and people notice.",
    ],
    above: ["Three of the last four seniors learned it here.", "Brings on people from other teams as well."],
  },
  care: {
    short: [
      "Kind and quick. But the plan says what the person can still do alone, and that gets done for them.",
      "Needs the plan open for the medicines round, and should not yet need it for every resident.",
      "Care plans are read at the start of the week rather than at the start of the shift.",
    ],
    met: [
      "Residents ask for this carer by name.",
      "The medicines chart has had no gap since the autumn.",
      "Noticed that Mr P. was eating less before the weight chart did.",
    ],
    above: [
      "Showed the whole unit how to do the bath transfer without hurrying anybody.",
      "Worked out with the family what the shouting at tea time was about. It has stopped.",
    ],
  },
  safety: {
    short: [
      "Reported the bruise, but the next morning. It has to be on the shift.",
      "Knows what to do when somebody falls, and froze when it happened. We will practise it together.",
      "The hoist check was signed and not done. Talked about, and it will not happen again.",
    ],
    met: [
      "Raised the concern about the visitor straight away and wrote it down well.",
      "Steady in the fire alarm, counted everybody out.",
      "Uses the slide sheets each time, also when it is busy.",
    ],
    above: [
      "Took the safeguarding session for the bank staff, better than the e-learning.",
      "Spotted the trip hazard pattern on the stairs and got it mended.",
    ],
  },
  quality: {
    short: [
      "Records are honest but thin. An inspector could not see from them what a good day looked like.",
      "The audit was done; the actions from it were not followed up.",
    ],
    met: ["Notes can be read by somebody who was not there.", "Our evidence folder was ready two weeks before it was asked for."],
    above: ["Turned the complaint log into something the team learns from."],
  },
  partnership: {
    short: ["Families get the facts but not the time. Sit down with them.", "The district nurse was rung late twice."],
    met: ["The daughter of Mrs A. wrote to say how well she was kept informed.", "Good standing with the surgery; they ring back."],
    above: ["Runs the relatives’ evening now, and people come."],
  },
  resources: {
    short: [
      "The rota works, but only through agency hours that we had not planned.",
      "Explains an overspend well. The point is to see it coming.",
    ],
    met: ["Visits fit together; travel time is down and nobody is rushed.", "Stayed within budget and said early where it would be close."],
    above: ["Found the money for the garden by changing the supplier."],
  },
  work: {
    short: [
      "Delivers, but by doing it alone in the evening. Share it out.",
      "Invoices over thirty days are still looked at once a month only.",
    ],
    met: ["The month closes on day three, every month.", "Knows the policy and where it does not fit, and asks before bending it."],
    above: ["Made the starter checklist that all teams use."],
  },
  direction: {
    short: [
      "Knows the plan, but the team could not tell me what it means for them.",
      "Brings the figures without saying what should follow.",
    ],
    met: ["The team can say what this quarter is about.", "Clear on what is measured and why."],
    above: ["Wrote the part of the plan on families that the board kept word for word."],
  },
  change: {
    short: ["Good ideas, and three of them at once. Finish one.", "The new form was announced rather than tried."],
    met: ["Tried the new call-back list with one home first. That was right.", "Asked those who do the work what gets in the way."],
    above: ["The rota change went in without a single grievance."],
  },
  "performance-skills": {
    short: [
      "The options paper was thorough, and it stopped before choosing one.",
      "Argues from our own homes only. Bring in what happens around us.",
    ],
    met: [
      "Chaired the closure of the Wend Street office with care for people and for the money.",
      "The risk register is used now, and not only kept.",
    ],
    above: ["Won the commissioners for a plan that looked lost."],
  },
  "people-skills": {
    short: ["Carries too much alone; the deputies could take more."],
    met: ["People speak up in these meetings, which they did not two years ago."],
    above: ["Brought the unions and the board to one table."],
  },
  "performance-knowledge": {
    short: ["Accounts are read with help. The module in spring covers it."],
    met: ["The assignment on governance was accepted without changes."],
    above: ["The tutor asked to use the assignment as an example."],
  },
  "people-knowledge": {
    short: ["Workforce planning was described, not applied to our own case."],
    met: ["The portfolio shows it in three projects of different kinds."],
    above: ["Presented it to the other apprentices."],
  },
  "effectiveness-behaviours": {
    short: ["Under pressure the answer comes before the question. Seen and named by the apprentice too."],
    met: ["Said openly in front of the whole management what had gone wrong."],
    above: ["Asked for the hardest feedback, and acted on it."],
  },
};

const unseen: Sentences = [
  "We have not worked on this together in the period.",
  "I was away for most of it; somebody else would know.",
  "Not seen by me. Worth arranging before the next round.",
];

/** Why there was no occasion: becomes an action or a barrier. */
const noOccasion: Sentences = [
  "No post was filled in the period, so there was nobody to hire.",
  "The ward was closed for the works from June, so it did not come up.",
  "Sits with the head office in our team; we have asked to have it back.",
  "No inspection fell into the period.",
];

const own: Sentences = [
  "I think I have this now, also on the weekend shifts.",
  "Better than last time. I still ask for help when it is new.",
  "I would like to do more of this and have not been asked.",
  "I do it, but I am not sure anybody sees it.",
  "This is where I learned most this year.",
];

/** @param steps how far the rating lies from the target; null where there is none. */
export function managersComment(name: string, domain: string, steps: number | "not-observed" | "no-opportunity"): string {
  if (steps === "not-observed") return pick(name, unseen);
  if (steps === "no-opportunity") return pick(name, noOccasion);
  const bank = said[domain] ?? said["people"];
  if (bank === undefined) throw new Error(`Nobody has written anything about ${domain}.`);
  return pick(name, steps < 0 ? bank.short : steps > 0 ? bank.above : bank.met);
}

export const ownComment = (name: string): string => pick(name, own);

export const calibrationReasons: Readonly<Record<"down" | "up", Sentences>> = {
  down: [
    "Held against the other managers’ cases, the evidence is that of the step below: it was done with help.",
    "The panel saw the same work rated a step lower in two other teams and has brought it into line.",
  ],
  up: ["Three pieces of evidence, each from ordinary work. That is what this point asks for."],
};
