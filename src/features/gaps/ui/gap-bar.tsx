import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Bar } from "../../../web/parts/page-head.tsx";
import { longDate } from "../../../web/parts/words.ts";
import s from "./gap-bar.module.css";
import type { Gap } from "./gap-table.tsx";

const route = getRouteApi("/in/people/$personId/gap");

/** What may be measured against, in words; another ladder's level says whose it is. */
export function optionsOf({ targets, current, person }: Gap): { value: string; label: string }[] {
  const said = {
    next: ", the next level",
    current: person.you ? ", your level" : ", the present level",
    "same-ladder": "",
    other: "",
  } as const;
  return targets.map(({ value, title, frameworkTitle, relation }) => ({
    value,
    label: `${title}${frameworkTitle === title || frameworkTitle === current?.frameworkTitle ? "" : ` (${frameworkTitle})`}${said[relation]}`,
  }));
}

/** The address of the same report as a file. */
const pdfPath = (personId: string, search: Record<string, string | undefined>) => {
  const said = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const query = new URLSearchParams(said);
  return `/api/v1/people/${personId}/gap/pdf${query.size === 0 ? "" : `?${query}`}`;
};

/** Against which level, by which version, from which ratings, as of when. */
export function GapBar({
  gap,
  can,
  on,
  share,
  sharing,
}: {
  gap: Gap;
  can: { "checkin.start": boolean; "gap.share": boolean };
  on: string;
  share: () => void;
  sharing: boolean;
}) {
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { target, cycle, person } = gap;
  if (!target) return null;
  // What was asked for last, even while its report is on the way.
  const value = search.target ?? `${target.framework}/${target.level}`;
  const options = optionsOf(gap);
  const facts = [
    `${target.frameworkTitle}, version ${target.version}`,
    cycle ? `${cycle.title}, released ${longDate(cycle.releasedOn)}` : null,
    `as of ${longDate(on)}`,
  ].filter((fact) => fact !== null);
  return (
    <Bar
      tools={
        <>
          {can["checkin.start"] && (
            <Link
              to="/people/$personId/check-in"
              params={{ personId: person.id }}
              search={{ level: `${target.framework}/${target.level}` }}
              className={`${buttonClass("quiet")} ${s.screen}`}
            >
              Hold a check-in
            </Link>
          )}
          {gap.targets.length > 1 && (
            <Link
              to="/people/$personId/gap/compare"
              params={{ personId: person.id }}
              search={{ target: `${target.framework}/${target.level}`, ...(search.on === undefined ? {} : { on: search.on }) }}
              className={`${buttonClass("quiet")} ${s.screen}`}
            >
              Compare
            </Link>
          )}
          {can["gap.share"] && (
            <Button kind="quiet" className={s.screen ?? ""} aria-expanded={sharing} onClick={share}>
              Share
            </Button>
          )}
          <a className={`${buttonClass("quiet")} ${s.screen}`} href={pdfPath(person.id, search)} download>
            PDF
          </a>
          <Button kind="quiet" className={s.print ?? ""} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      <div className={s.against}>
        <Select
          label="Against"
          options={options.some((option) => option.value === value) ? options : [{ value, label: target.levelTitle }, ...options]}
          value={value}
          onChange={(chosen) => void navigate({ search: (old) => ({ ...old, target: chosen }), resetScroll: false })}
        />
        <p className={s.facts}>
          <span className={s.paper}>
            {person.name}
            {person.team && `, ${person.team}`} ·{" "}
          </span>
          {facts.map((fact, index) => (
            <span key={fact}>
              {index > 0 && <span aria-hidden="true"> · </span>}
              {fact}
              {index < facts.length - 1 && <span className="hidden">,</span>}
            </span>
          ))}
        </p>
      </div>
    </Bar>
  );
}
