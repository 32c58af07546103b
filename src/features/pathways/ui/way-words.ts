import type { Requirement } from "../../../core/framework/document.ts";
import { requirementTitle } from "../../../core/gap/names.ts";
import { askedOf, heldOf, type Asked } from "../../../core/pathway/asked.ts";
import type { Reply } from "../../../web/api.ts";
import { capital, counted, longDate, spoken } from "../../../web/parts/words.ts";

export type Atlas = Reply<"/pathways">;
export type Between = Reply<"/pathways/routes">;
export type Way = Between["routes"][number];
export type Step = Way["transitions"][number];

/** "18 months", "2 years", "3½ years" */
export function duration(months: number): string {
  const halves = months / 6;
  if (months < 24 || !Number.isInteger(halves)) return counted(months, "month");
  return `${Math.floor(halves / 2)}${halves % 2 === 1 ? "½" : ""} years`;
}

export const kindWords: Readonly<Record<Step["kind"], string>> = {
  promotion: "up",
  lateral: "sideways",
  "track-switch": "onto another track",
  "step-down": "a step down, to begin anew",
};

/** What each step of a way asks, in the order of the way. */
export const askedOn = (way: Way, { levels, via }: Between): Asked[][] =>
  way.transitions.map((step) => askedOf(step, levels[step.to], via));

/** Every requirement by its id, members of groups included. */
export const flat = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.flatMap((requirement) => ("anyOf" in requirement ? [requirement, ...flat(requirement.anyOf)] : [requirement]));

/** What a requirement of a level is called, with the titles of levels that the ways know. */
export const calledIn =
  (between: Between, ladder: string) =>
  (requirement: Requirement): string =>
    requirementTitle(requirement, (reference) => {
      const whole = reference.includes("/") ? reference : `${ladder}/${reference}`;
      return between.levels[whole]?.title ?? reference.slice(reference.indexOf("/") + 1).replaceAll("-", " ");
    });

/** "two rungs up and one step sideways" */
function stepsInWords(way: Way): string {
  const of = (...kinds: Step["kind"][]) => way.transitions.filter(({ kind }) => kinds.includes(kind)).length;
  const [up, aside, down] = [of("promotion"), of("lateral", "track-switch"), of("step-down")];
  const parts = [
    ...(up > 0 ? [`${spoken(up)} ${up === 1 ? "rung" : "rungs"} up`] : []),
    ...(aside > 0 ? [`${spoken(aside)} ${aside === 1 ? "step" : "steps"} sideways`] : []),
    ...(down > 0 ? [`${spoken(down)} down`] : []),
  ];
  return parts.length < 2 ? (parts[0] ?? "no step") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** The answer: how long the way is, and how much of what it asks is held. `steps` is the figure, the rest goes round it. */
export function answerOf(way: Way, between: Between, shortest: boolean): { before: string; steps: string; after: string } {
  const { asked, held, expiring, runsOut } = heldOf(askedOn(way, between));
  const { you, name } = between.person;
  const time = way.months === null ? "; how long it takes is not written down for every step" : `, about ${duration(way.months)}`;
  const holds =
    asked === 0
      ? "It asks for no qualification or record."
      : held === asked
        ? `${you ? "You hold" : `${name} holds`} ${asked === 1 ? "the one thing" : `all ${spoken(asked)} things`} it asks.`
        : `${you ? "You hold" : `${name} holds`} ${held === 0 ? "none" : spoken(held)} of the ${asked === 1 ? "one thing" : `${spoken(asked)} things`} it asks`;
  const out =
    runsOut === null
      ? ""
      : `; ${expiring === 1 ? "one of them runs" : `${spoken(expiring)} of them run`} out${expiring === 1 ? ` on ${longDate(runsOut)}` : `, the first on ${longDate(runsOut)}`}`;
  return {
    before: shortest ? "The shortest way has " : "This way has ",
    steps: stepsInWords(way),
    after: `${time}. ${holds.replace(/\.$/, "")}${out}.`,
  };
}

/** What a way is called beside the others: what it passes that the shortest does not. */
export function wayName(ways: readonly Way[], index: number, { levels }: Between): string {
  const way = ways[index];
  if (way === undefined) return "";
  const time = way.months === null ? `${way.steps} ${way.steps === 1 ? "step" : "steps"}` : duration(way.months);
  const others = new Set(ways.filter((_, other) => other < index).flatMap((other) => other.levels));
  const passes = way.levels.slice(1, -1).find((level) => !others.has(level));
  if (index === 0) return `Shortest, ${time}`;
  if (passes !== undefined) return `Through ${levels[passes]?.title ?? passes}, ${time}`;
  return `${capital(spoken(index + 1))}, ${time}`;
}
