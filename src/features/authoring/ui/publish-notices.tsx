import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Line } from "../../../core/framework/lines.ts";
import { read } from "../../../web/api.ts";
import { capital, listed, Spoken, spoken } from "../../../web/parts/words.ts";
import type { Draft, Impact } from "./publish-data.ts";
import type { Typed } from "./publish-decisions.ts";
import css from "./publish.module.css";

const are = (count: number, of: number) => (of === 1 ? "it is" : `${spoken(count)} ${count === 1 ? "is" : "are"}`);

/** "Seven changes since version 3. Two are substantive, one is new; the gap reports of nine people change." */
export function headline(lines: readonly Line[], typed: Typed, impact: Impact, { content }: Draft): ReactNode {
  if (impact.currentVersion === null) {
    const [levels, competencies] = [content.levels.length, content.competencies.length];
    return (
      <>
        The first version: <b>{`${spoken(levels)} ${levels === 1 ? "level" : "levels"}`}</b>, {spoken(competencies)}{" "}
        {competencies === 1 ? "competency" : "competencies"}.
      </>
    );
  }
  const substantive = lines.filter(({ key, asks }) => asks.length > 0 && typed.choices[key]?.class !== "editorial").length;
  const added = lines.filter(({ verb }) => verb === "Added").length;
  const gone = lines.filter(({ verb }) => verb === "Removed").length;
  const parts = [
    ...(substantive > 0 ? [`${are(substantive, lines.length)} substantive`] : []),
    ...(added > 0 ? [`${are(added, lines.length)} new`] : []),
    ...(gone > 0 ? [`${are(gone, lines.length)} gone`] : []),
  ];
  const people =
    impact.total === 0
      ? "nobody’s gap report changes"
      : impact.total === 1
        ? "the gap report of one person changes"
        : `the gap reports of ${spoken(impact.total)} people change`;
  return (
    <>
      {Spoken(lines.length)} {lines.length === 1 ? "change" : "changes"} since version {impact.currentVersion}.{" "}
      {parts.length > 0 ? (
        <>
          <b>{capital(listed(parts))}</b>; {people}.
        </>
      ) : (
        `${capital(people)}.`
      )}
    </>
  );
}

/** Errors of the draft, each with the way to where it is mended. */
export function Faults({ problems, onMend }: { problems: Impact["problems"]; onMend: (node: string) => void }) {
  if (problems.length === 0) return null;
  return (
    <section className={css.notice} tabIndex={-1} data-faults aria-label="What stands in the way">
      <p>
        <b>{problems.length === 1 ? "One thing stands" : `${capital(spoken(problems.length))} things stand`} in the way.</b> The draft is
        kept as it is.
      </p>
      <ul>
        {problems.map(({ code, path, node, message, hint }) => (
          <li key={`${code} ${path}`}>
            <button type="button" className={css.mend} onClick={() => onMend(node)}>
              {message}
            </button>{" "}
            <span>{hint}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who changed what while the dialog was open. Everything that was typed is still there. */
export function ChangedMeanwhile({ slug, since, lines }: { slug: string; since: number; lines: readonly Line[] }) {
  const edits = useQuery(read("/frameworks/:slug/draft/edits", { slug, after: since })).data?.edits ?? [];
  const who = [...new Set(edits.map(({ by }) => by?.name ?? "Somebody"))];
  const touched = new Set(edits.flatMap(({ changes }) => changes.map(({ entity, id }) => `${entity}/${id}`)));
  const names = [
    ...new Set(
      lines
        .filter(({ entity, id }) => touched.has(`${entity}/${id}`))
        .map(({ name, where }) => (where === null ? name : `${name}, ${where}`)),
    ),
  ];
  return (
    <section className={css.meanwhile} role="alert">
      <p>
        <b>{who.length === 0 ? "Somebody" : listed(who)} changed the draft while this was open</b>
        {names.length > 0 && <>: {listed(names)}</>}. Nothing was published, and what you typed is kept. Below it stands as it is now: look
        again, then publish.
      </p>
    </section>
  );
}
