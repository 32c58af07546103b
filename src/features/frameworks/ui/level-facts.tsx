import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Framework, Level, Requirement } from "../../../core/framework/document.ts";
import { type Ladder, type Neighbour, outside, useVersionSearch, waysFrom } from "./ladder-data.ts";
import { duration, requirementWords, ruleWords, wayWords } from "./level-words.ts";
import css from "./level-facts.module.css";

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Requirements as squares: one has it or has it not. */
export function Requirements({
  title,
  content,
  neighbours,
  requirements,
  none,
}: {
  title: string;
  content: Framework;
  neighbours: readonly Neighbour[];
  requirements: readonly Requirement[];
  none?: string;
}) {
  if (requirements.length === 0 && none === undefined) return null;
  return (
    <Section title={title}>
      {requirements.length === 0 ? (
        <p className={css.none}>{none}</p>
      ) : (
        <RequirementList content={content} neighbours={neighbours} requirements={requirements} />
      )}
    </Section>
  );
}

function RequirementList({
  content,
  neighbours,
  requirements,
}: {
  content: Framework;
  neighbours: readonly Neighbour[];
  requirements: readonly Requirement[];
}) {
  return (
    <ul className={css.requirements}>
      {requirements.map((requirement) => {
        const { line, notes, members } = requirementWords(content, neighbours, requirement);
        return (
          <li key={requirement.id}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <rect x="2.5" y="2.5" width="11" height="11" className="s-mute" />
            </svg>
            <div>
              {line}
              {notes.map((note) => (
                <p key={note} className={css.note}>
                  {note}
                </p>
              ))}
              {members.length > 0 && <RequirementList content={content} neighbours={neighbours} requirements={members} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** The written rule for entering the level. */
export function Rule({ content, level }: { content: Framework; level: Level }) {
  const clauses = ruleWords(
    content,
    level.readiness,
    level.expectations.some(({ critical }) => critical),
  );
  return (
    <Section title="Somebody is ready when">
      <ul className={css.clauses}>
        {clauses.map((clause) => (
          <li key={clause}>{clause}</li>
        ))}
      </ul>
      <p className={css.note}>Ready is not promised: a panel decides, on this bar.</p>
    </Section>
  );
}

const order = ["promotion", "track-switch", "lateral", "step-down"];

/** Where one goes from here and where one comes from, within this framework and beyond it. */
export function Ways({ ladder, level }: { ladder: Ladder; level: Level }) {
  const { content, neighbours, slug } = ladder;
  const search = useVersionSearch();
  const on = waysFrom(content, level).toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const here = content.levels
    .filter((other) => other !== level)
    .flatMap((other) =>
      waysFrom(content, other)
        .filter(({ to }) => to === level.id)
        .map((way) => ({ way, other })),
    );
  return (
    <>
      <Section title="Ways on">
        {on.length === 0 && level.onward.length === 0 && <p className={css.none}>No way on is written down yet.</p>}
        <ul className={css.list}>
          {on.map((way) => {
            const there = outside(way.to, neighbours);
            const local = content.levels.find(({ id }) => id === way.to);
            return (
              <li key={`${way.kind} ${way.to}`}>
                {wayWords(way.kind)}{" "}
                {local ? (
                  <Link to="/ladders/$slug/levels/$level" params={{ slug, level: local.id }} search={search}>
                    {local.title}
                  </Link>
                ) : there?.neighbour ? (
                  <Link to="/ladders/$slug/levels/$level" params={{ slug: there.slug, level: there.level }}>
                    {there.title}
                  </Link>
                ) : (
                  (there?.title ?? way.to)
                )}
                {there?.neighbour && <span className={css.aside}> in {there.neighbour.title}</span>}
                {way.months !== undefined && <span className={css.aside}>, commonly {duration(way.months)}</span>}
                {way.description && <p className={css.note}>{way.description}</p>}
                {way.via.map((route) => (
                  <p key={route.title} className={css.note}>
                    by {route.title}
                    {route.regulated && `, ${route.regulated}`}
                    {route.months !== undefined && `, ${duration(route.months)}`}
                  </p>
                ))}
              </li>
            );
          })}
          {level.onward.map((route) => (
            <li key={route.title}>
              {route.url ? (
                <a href={route.url} rel="noreferrer">
                  {route.title}
                </a>
              ) : (
                route.title
              )}
              <p className={css.note}>
                {[route.kind, route.regulated, route.months === undefined ? undefined : duration(route.months)]
                  .filter((part) => part !== undefined)
                  .join(", ")}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {here.length > 0 && (
        <Section title="Ways here">
          <ul className={css.list}>
            {here.map(({ way, other }) => (
              <li key={`${way.kind} ${other.id}`}>
                From{" "}
                <Link to="/ladders/$slug/levels/$level" params={{ slug, level: other.id }} search={search}>
                  {other.title}
                </Link>
                {way.months !== undefined && <span className={css.aside}>, commonly {duration(way.months)}</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Job titles found at the level, and what may be held beside the job. */
export function Facts({ content, level }: { content: Framework; level: Level }) {
  const held = level.responsibilities.flatMap((id) => content.responsibilities.filter((one) => one.id === id));
  return (
    <>
      {level.roles.length > 0 && (
        <Section title="Roles found here">
          <ul className={css.list}>
            {level.roles.map((role) => (
              <li key={role}>{role}</li>
            ))}
          </ul>
        </Section>
      )}
      {held.length > 0 && (
        <Section title="May be held beside the job">
          <ul className={css.list}>
            {held.map(({ id, title, description }) => (
              <li key={id}>
                {title}
                {description && <p className={css.note}>{description}</p>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
