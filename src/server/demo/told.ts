import type { Answer } from "../../core/gap/report.ts";

/** What became of one expectation in the two cycles; what is left out is drawn. */
export type Story = { first?: Answer; second?: Answer; self?: Answer; comment?: { first?: string; second?: string } };

const manager = (stories: Readonly<Record<string, Story>>): Record<string, Story> =>
  Object.fromEntries(Object.entries(stories).map(([competency, story]) => [`operations-manager-${competency}`, story]));

/** Reviews that are written by hand, by employee number and expectation. */
export const told: Readonly<Record<number, Readonly<Record<string, Story>>>> = {
  // Amara Nwosu, between two arms of the fork.
  13: {
    ...manager({
      "process-design": {
        first: 2,
        second: 3,
        self: 3,
        comment: {
          first: "Improves what is there. Has not yet built one from nothing.",
          second:
            "Drew the new-starter kit process from an empty page and tried it with one home. The next one has to include the people who receive the kits.",
        },
      },
      "continuous-improvement": {
        first: 3,
        second: 3,
        self: 3,
        comment: {
          second:
            "The fridge-check change was measured before and after, and rolled back in the one home where it made things worse. That is how it should go.",
        },
      },
      "risk-and-resilience": {
        first: 2,
        second: 3,
        self: 2,
        comment: { second: "Kept the list of single points of failure going when nobody had asked for it." },
      },
      "people-management": {
        first: 1,
        second: 2,
        self: 2,
        comment: {
          first: "Has not led anybody yet. We agreed that the summer relief team is the place to begin.",
          second:
            "Led the relief team of three from June. Held the one-to-ones; put off the talk with the driver about his times until I asked. The talk itself went well. More of those, sooner.",
        },
      },
      "hiring-and-onboarding": {
        first: "no-opportunity",
        second: "not-observed",
        self: 1,
        comment: {
          first: "No post was filled in the team.",
          second: "Sat in on one interview in Supply, which I did not see. Parisa may be able to say.",
        },
      },
      "data-fluency": {
        first: 3,
        second: 4,
        self: 4,
        comment: {
          second: "The whole department now reads the delivery figures the way this team does, because of the sheet Amara built.",
        },
      },
      "goal-setting-and-alignment": {
        first: 2,
        second: 3,
        self: 3,
        comment: { second: "Three goals for the relief team, each tied to the winter plan, and two things turned down because of them." },
      },
      "capacity-planning": {
        first: 2,
        second: 2,
        self: 2,
        comment: { second: "The rota for the relief team worked. Cover was found on the day rather than the week before." },
      },
      "strategic-input": { first: 2, second: 2, self: 2 },
      communication: { first: 3, second: 3, self: 3 },
      "cross-functional-coordination": {
        first: 3,
        second: 2,
        self: 2,
        comment: {
          second:
            "The handover with Catering slipped back: two kitchens did not know who ordered what in August. Agreed in words, not in writing.",
        },
      },
      "stakeholder-management": {
        first: 2,
        second: 2,
        self: 3,
        comment: { second: "Knows the laundry supplier well. With the homes it is still me who settles what we can promise them." },
      },
      "including-everybody": { first: 3, second: 3, self: 3 },
      integrity: {
        first: 2,
        second: 3,
        self: 4,
        comment: {
          first: "The double order came to light through the supplier, and not through us.",
          second: "Rang the home about the missed delivery before they had noticed, and wrote down why it had happened. Exactly right.",
        },
      },
    }),
  },
  // Siân Pritchard: ready, with one gap that the rule allows.
  5: {
    "senior-operations-manager-vendor-and-contract-management": {
      first: 2,
      second: 2,
      self: 2,
      comment: { second: "The waste contract ran on because nobody held it against the service level. The one thing left to do." },
    },
    "senior-operations-manager-manager-development": {
      first: 2,
      second: 3,
      self: 3,
      comment: { second: "Coached two of the other managers through their first difficult reviews. Both say it changed how they prepare." },
    },
    "senior-operations-manager-systems-thinking": {
      first: 3,
      second: 4,
      self: 3,
      comment: {
        second: "Turned down the cheaper linen run because of what it would have done to the night shifts. Nobody else had seen it.",
      },
    },
  },
  // Helen Marsh: known at what runs the function, and not yet at what speaks for it.
  3: {
    "director-risk-and-resilience": { first: 3, second: 3, self: 3 },
    "director-culture-and-standards": { first: 3, second: 3, self: 2 },
    "director-manager-development": {
      first: 3,
      second: 4,
      self: 3,
      comment: { second: "Three of five managers here were made by Helen." },
    },
    "director-organisational-design": {
      first: 2,
      second: 3,
      self: 3,
      comment: { second: "The split of Transport from Supply was thought through to the last reporting line." },
    },
    "director-functional-strategy": {
      first: 1,
      second: 2,
      self: 2,
      comment: {
        first: "Plans a year well. Has not been asked for three.",
        second: "The draft roadmap is good on the homes and silent on home care. Half of our growth is there.",
      },
    },
    "director-budget-ownership": {
      first: 1,
      second: 1,
      self: 2,
      comment: {
        first: "The budget is still mine.",
        second: "We both said we would share the budget round, and then I did it alone. From January it is hers.",
      },
    },
    "director-executive-communication": {
      first: "not-observed",
      second: "not-observed",
      self: 2,
      comment: { second: "Has not presented to the board yet. May is set aside for it." },
    },
    "director-external-representation": { first: 2, second: 3, self: 3 },
  },
  // Precious Mutasa: good at the work, and the training has run out.
  55: {
    "care-worker-safeguarding": {
      first: 3,
      second: 3,
      self: 3,
      comment: {
        second: "Raised the concern about the visitor straight away. The refresher is overdue: there is a place on Thursday week.",
      },
    },
    "care-worker-medication": { first: 2, second: 3, self: 3 },
    "care-worker-recording": {
      first: 2,
      second: 2,
      self: 3,
      comment: { second: "Honest notes, but written at the end of the shift. Two of them had to be asked about." },
    },
  },
};
