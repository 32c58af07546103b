import { rankOf } from "../../../core/search/rank.ts";
import type { Reply } from "../../../web/api.ts";

type Me = Reply<"/me">;
/** A page, or something to do; `words` are other names that people call it by. */
type Place = { title: string; to: string; words?: string; act?: true; may?: (me: Me) => boolean };

/** Where one can go and what one can begin, each for whom the server lets through. */
const places: readonly Place[] = [
  { title: "Home", to: "/" },
  { title: "Ladders", to: "/ladders", words: "frameworks levels" },
  { title: "People", to: "/people", words: "directory colleagues" },
  { title: "Org chart", to: "/people/chart", words: "reporting lines managers" },
  { title: "Teams", to: "/people/teams", words: "units" },
  { title: "Cycles", to: "/cycles", words: "evaluation" },
  { title: "Insights", to: "/insights", words: "reports figures" },
  { title: "Pathways", to: "/pathways", words: "map of ways routes progression" },
  { title: "Your reviews", to: "/reviews", words: "assessments ratings" },
  { title: "Your plan", to: "/plan", words: "goals actions development" },
  { title: "Your learning", to: "/cpd", words: "cpd log hours" },
  { title: "Learning resources", to: "/resources", words: "courses" },
  { title: "Running out", to: "/people/expiring", words: "expiring certificates records training checks" },
  { title: "Barriers", to: "/barriers", words: "register in the way" },
  { title: "Your account", to: "/account", words: "password passkey sessions" },
  { title: "Notifications", to: "/notifications", words: "messages news" },
  { title: "Invitations", to: "/people/invitations", may: ({ can }) => can["invitation.list"] },
  { title: "Roles", to: "/settings/roles", words: "permissions rights", may: ({ can }) => can["role.list"] },
  { title: "Settings", to: "/settings", words: "organisation", may: ({ can }) => can["settings.read"] },
  { title: "Audit log", to: "/audit", words: "history entries" },
  { title: "First steps", to: "/start", words: "set up guide begin", may: ({ can }) => can["start.read"] },
  { title: "Log what you have learned", to: "/cpd", words: "cpd entry hours", act: true },
  { title: "Write a new ladder", to: "/ladders/new", words: "begin create template", act: true, may: ({ can }) => can["framework.create"] },
  { title: "Set up a cycle", to: "/cycles/new", words: "new launch evaluation", act: true, may: ({ can }) => can["cycle.create"] },
  { title: "Add a person", to: "/people/new", words: "new hire", act: true, may: ({ can }) => can["person.create"] },
  { title: "Import people", to: "/people/import", words: "spreadsheet csv", act: true, may: ({ can }) => can["people.import"] },
];

export type Found = { title: string; to: string; detail: string; rank: number };

/** What is called so, the best answer first; by its own name before the others that it goes by. */
export function placesFor(typed: string, me: Me | undefined): Found[] {
  return places
    .filter(({ may }) => may === undefined || (me !== undefined && may(me)))
    .flatMap(({ title, to, words, act }) => {
      const named = rankOf(title, typed);
      const called = named ?? (words !== undefined && rankOf(`${title} ${words}`, typed) !== null ? 3 : null);
      return called === null ? [] : [{ title, to, detail: act ? "do" : "go to", rank: called }];
    })
    .toSorted((a, b) => a.rank - b.rank);
}

/** Before anything is typed: where one most often goes from anywhere. */
export const firstPlaces = (me: Me | undefined): Found[] => [
  ...(me?.person.place ? [{ title: "Your gap report", to: `/people/${me.person.id}/gap`, detail: "go to", rank: 0 }] : []),
  ...["Your reviews", "Your plan", "Log what you have learned", "Ladders", "People", "Pathways"].flatMap((title) =>
    placesFor(title, me).slice(0, 1),
  ),
];
