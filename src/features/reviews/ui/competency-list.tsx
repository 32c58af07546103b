import { Link } from "@tanstack/react-router";
import s from "./form.module.css";

export type Step = { id: string; title: string; done: boolean };

/** The way through a review: each competency a rung, done with a bead, the one at hand in green. */
export function CompetencyList({
  steps,
  at,
  ids,
}: {
  steps: readonly Step[];
  at: string;
  ids: { reviewId: string; assessmentId: string };
}) {
  const here = steps.findIndex(({ id }) => id === at);
  const height = steps.length * 36;
  const y = (index: number) => 20 + index * 36;
  return (
    <nav className={s.list} aria-label="Competencies in this review">
      <svg width="24" height={height + 20} aria-hidden="true">
        <path d={`M8 0V${height + 16}`} className={s.railToDo} />
        <path d={`M8 0V${y(here)}`} className={s.rail} />
        {steps.map(({ id, done }, index) =>
          id === at ? (
            <g key={id}>
              <path d={`M8 ${y(index)}H24`} className={s.rungHere} />
              <circle cx="8" cy={y(index)} r="8" className="f-paper" />
              <circle cx="8" cy={y(index)} r="6" className="f-green" />
            </g>
          ) : (
            <g key={id}>
              <path d={`M8 ${y(index)}H18`} className={done ? s.rung : s.rungToDo} />
              {done && <circle cx="8" cy={y(index)} r="4.5" className={s.bead} />}
            </g>
          ),
        )}
      </svg>
      <ol>
        {steps.map(({ id, title, done }) => (
          <li key={id}>
            <Link
              to="/reviews/$reviewId/assessments/$assessmentId"
              params={ids}
              search={{ at: id }}
              replace
              className={done ? s.done : undefined}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={id === at ? "step" : undefined}
              title={title}
            >
              {title}
              <span className="hidden">{done ? ", done" : ", to do"}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The same on a phone: a rail that lies down. */
export function Progress({ steps, at }: { steps: readonly Step[]; at: string }) {
  return (
    <p className={s.progress} aria-hidden="true">
      {steps.map(({ id, done }) => (
        <i key={id} className={id === at ? s.progressHere : done ? s.progressDone : undefined} />
      ))}
    </p>
  );
}
