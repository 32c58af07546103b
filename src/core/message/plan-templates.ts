import { template } from "./template.ts";

/** `who` is a name. Dates are words, "9 March 2026". */
export const planTemplates = {
  /** To the other side: one has agreed, and it waits for them. */
  "plan-to-agree": template<{ who: string; plan: string; path: string }>({
    title: "Plan to agree",
    kind: "asked",
    letter: ({ who, plan, path }) => ({
      subject: `${who} has agreed to “${plan}”`,
      paragraphs: [`${who} has agreed to the development plan “${plan}”. It stands once you have too; change what you see otherwise.`],
      action: { label: "Read the plan", path },
    }),
    notice: ({ who, plan, path }) => ({ title: `${who} has agreed to “${plan}”; it waits for you`, path }),
  }),
  "plan-agreed": template<{ who: string; plan: string; path: string }>({
    title: "Plan agreed",
    kind: "results",
    letter: ({ who, plan, path }) => ({
      subject: `“${plan}” is agreed`,
      paragraphs: [`${who} has agreed too: the development plan “${plan}” stands.`],
      action: { label: "Read the plan", path },
    }),
    notice: ({ plan, path }) => ({ title: `“${plan}” is agreed`, path }),
  }),
  "plan-note": template<{ who: string; plan: string; path: string }>({
    title: "Note on a plan",
    kind: "results",
    letter: ({ who, plan, path }) => ({
      subject: `${who} wrote something on “${plan}”`,
      paragraphs: [`${who} wrote something on the development plan “${plan}”.`],
      action: { label: "Read it", path },
    }),
    notice: ({ who, plan, path }) => ({ title: `${who} wrote something on “${plan}”`, path }),
  }),
  /** To the manager. What stands in the way is on the plan, for whoever may read that. */
  "barrier-raised": template<{ who: string; path: string }>({
    title: "Barrier raised",
    kind: "asked",
    letter: ({ who, path }) => ({
      subject: `Something stands in ${who}’s way`,
      paragraphs: [`On the development plan of ${who} it is written what stands in the way, and what would take it away.`],
      action: { label: "See what it is", path },
    }),
    notice: ({ who, path }) => ({ title: `Something stands in ${who}’s way`, path }),
  }),
  "barrier-resolved": template<{ who: string; path: string }>({
    title: "Barrier resolved",
    kind: "results",
    letter: ({ who, path }) => ({
      subject: "Something no longer stands in your way",
      paragraphs: [`${who} has written how something that stood in your way was resolved.`],
      action: { label: "Read your plan", path },
    }),
    notice: ({ who, path }) => ({ title: `${who} has resolved something that stood in your way`, path }),
  }),
  /** One for all that is due on a day, so that a manager of twenty has one line. `days` 0 on the day itself. */
  "actions-due": template<{ days: number; on: string; count: number; actions: readonly { title: string; path: string }[]; path: string }>({
    title: "Actions due",
    kind: "reminders",
    letter: ({ days, on, count, actions, path }) => ({
      subject: `${count === 1 ? "One action is" : `${count} actions are`} due ${days === 0 ? "today" : `on ${on}`}`,
      paragraphs: ["Say on the plan how it goes. If something stands in the way, write that down with what would take it away."],
      action: { label: "Open the plan", path },
      items: actions,
    }),
    notice: ({ days, on, count, actions, path }) => ({
      title: `${count === 1 ? `“${actions[0]?.title ?? ""}” is` : `${count} actions are`} due ${days === 0 ? "today" : `on ${on}`}`,
      path,
    }),
  }),
} as const;
