import type { StartStep } from "../../../core/organisation/start.ts";

/** What each of the first steps is called, and why it is taken. */
export const stepWords: Readonly<Record<StartStep, { title: string; why: string }>> = {
  ladder: {
    title: "Publish a ladder",
    why: "It says what each level of a job asks. Everything else is held against it. Begin with one that ships with Rungs, a spreadsheet of your own, or an empty page.",
  },
  people: {
    title: "Bring in your people",
    why: "From a spreadsheet or CSV file, with a trial run that lists every change before anything is kept. A column of managers gives everybody their line, a column of levels their rung.",
  },
  levels: {
    title: "Put people on the ladder",
    why: "Whoever stands on a level sees what it asks, and whoever has a manager can be reviewed. Both come with the file, or by hand on a person’s page.",
  },
  invite: {
    title: "Invite them to sign in",
    why: "Each gets a link that is theirs alone. Without a mail server the links wait under Settings, to be passed on by hand.",
  },
  cycle: {
    title: "Launch a cycle",
    why: "It asks everybody in it the same questions at the same time. Before it is launched you see who would be left out, and what mends that.",
  },
};
