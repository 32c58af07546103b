import { Link } from "@tanstack/react-router";
import { explainRequirement } from "../../../core/gap/explain-requirement.ts";
import type { Asked } from "../../../core/pathway/asked.ts";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { longDate } from "../../../web/parts/words.ts";
import css from "./way-list.module.css";
import { askedOn, calledIn, duration, flat, kindWords, type Between, type Step, type Way } from "./way-words.ts";

type Shared = { between: Between; you: { level: string; since: string } | null };

/** A way as rungs from where it begins up to where it leads: each with how one comes to it, how long, and what it asks. */
export function WayList({ way, label, between, you }: Shared & { way: Way; label: string }) {
  const asked = askedOn(way, between);
  const [start] = way.levels;
  const { person } = between;
  const here = start !== undefined && start === you?.level && person.you;
  return (
    <ol className={css.way} aria-label={label}>
      <li className={css.start}>
        <LevelTitle reference={start ?? between.from} between={between} />
        <p>
          {start !== undefined && between.levels[start]?.ladder},{" "}
          {here ? `you are here, since ${longDate(you.since)}` : "where the way begins"}
        </p>
      </li>
      {way.transitions.map((step, index) => (
        <li
          key={step.to}
          className={step.kind === "promotion" ? undefined : css.aside}
          data-last={index === way.transitions.length - 1 ? "" : undefined}
        >
          <LevelTitle reference={step.to} between={between} />
          <p>{comesBy(step, between, index === way.transitions.length - 1)}</p>
          {(asked[index] ?? []).length > 0 && (
            <ul>
              {(asked[index] ?? []).map((each) => (
                <AskedLine key={each.kind === "via" ? "via" : each.requirement.id} asked={each} between={between} reference={step.to} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function LevelTitle({ reference, between }: { reference: string; between: Between }) {
  const [slug = "", level = ""] = reference.split("/");
  return (
    <h3>
      <Link to="/ladders/$slug/levels/$level" params={{ slug, level }}>
        {between.levels[reference]?.title ?? reference}
      </Link>
    </h3>
  );
}

function comesBy({ kind, from, to, months }: Step, { levels }: Between, last: boolean): string {
  const crosses = levels[from]?.ladder !== levels[to]?.ladder;
  const words = [
    ...(kind === "promotion" ? [] : [kindWords[kind]]),
    ...(crosses ? [`onto ${levels[to]?.ladder ?? "another ladder"}`] : []),
    ...(months === null ? [] : months === 0 ? ["at once"] : [`about ${duration(months)}`]),
    ...(last ? ["where it leads"] : []),
  ];
  return words.length === 0 ? "nobody has written down how long it takes" : words.join(", ");
}

const marks = { met: "Held", expiring: "Runs out soon", expired: "Run out", unmet: "Still to do", unknown: "Not known" } as const;

function AskedLine({ asked, between, reference }: { asked: Asked; between: Between; reference: string }) {
  if (asked.kind === "via") {
    const ways = asked.via.map(({ title, months }) => (months === undefined ? title : `${title}, ${duration(months)}`));
    return (
      <li>
        <RequirementMark status={asked.status} />
        <div>
          <span className="hidden">{marks[asked.status]}: </span>
          {ways.length === 1 ? (
            ways[0]
          ) : (
            <>
              One of these
              <ul className={css.via}>
                {asked.via.map((each, index) => (
                  <li key={each.title} data-held={between.via[each.title] === "met" ? "" : undefined}>
                    {ways[index]}
                    {between.via[each.title] === "met" && ", held"}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      </li>
    );
  }
  const { requirement, line } = asked;
  const called = calledIn(between, reference.slice(0, reference.indexOf("/")));
  const members = new Map(flat([requirement]).map((each) => [each.id, each]));
  const names = {
    expectation: (id: string) => id,
    requirement: (id: string) => {
      const found = members.get(id);
      return found ? called(found) : id;
    },
    scale: [],
  };
  const open = "anyOf" in requirement && line.status !== "met" && line.status !== "expiring" ? requirement.anyOf : null;
  return (
    <li>
      <RequirementMark status={line.status} />
      <div>
        <span className="hidden">{marks[line.status]}: </span>
        {open && requirement.title === undefined ? "One of these" : called(requirement)}
        {open ? (
          <ul className={css.via}>
            {open.map((member) => (
              <li key={member.id}>{called(member)}</li>
            ))}
          </ul>
        ) : (
          <small>{explainRequirement(line, requirement, names, between.on)}</small>
        )}
      </div>
    </li>
  );
}
