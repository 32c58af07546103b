import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { rangeInFigures, rangeInProse } from "../../../core/gap/words.ts";
import { agoWords } from "../../../core/home/days.ts";
import { daysBetween } from "../../../core/gap/dates.ts";
import { api } from "../../../web/api.ts";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { ReviewStops } from "../../../web/figures/review-stops.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { dayAndMonth, shortDate, spoken } from "../../../web/parts/words.ts";
import type { HomeReply } from "./asked.tsx";
import s from "./your-people.module.css";

const pageOf = (cursor: string) => api("GET", "/home/people", cursor === "" ? {} : { cursor });
type Report = Awaited<ReturnType<typeof pageOf>>["items"][number];
/** Days without a talk after which it is said. */
const LONG = 42;

/** Who reports to the reader, hung on a rail: a level is a rung under its title, a person a bead on it. */
export function YourPeople({ cycle, you }: { cycle: HomeReply["cycle"]; you: string }) {
  const pages = useInfiniteQuery({
    queryKey: ["/home/people"],
    queryFn: ({ pageParam }) => pageOf(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  const people = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const today = pages.data?.pages[0]?.today ?? "";
  return (
    <section aria-labelledby="people">
      <div className={s.head}>
        <h2 id="people">Your people</h2>
        {cycle && (
          <p className="q3 small">
            {cycle.title}: {cycle.in === 0 ? "none" : spoken(cycle.in)} of {spoken(cycle.asked)}{" "}
            {cycle.asked === 1 ? "review is" : "reviews are"} in from you
          </p>
        )}
      </div>
      {pages.isError ? (
        <ErrorState error={pages.error} retry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Loading rungs={3} />
      ) : people.length === 0 ? (
        <Empty>Nobody reports to you today.</Empty>
      ) : (
        <Rail people={people} today={today} />
      )}
      {people.length > 0 && (
        <p className={s.more}>
          <Link to="/teams/$personId/gap" params={{ personId: you }}>
            What they are short of, together
          </Link>
        </p>
      )}
      {pages.hasNextPage && (
        <p className={s.more}>
          <Button busy={pages.isFetchingNextPage && "Fetching…"} onClick={() => void pages.fetchNextPage()}>
            Show more of your people
          </Button>
          <span className="q3 small">
            {people.length} of {pages.data?.pages[0]?.total ?? people.length}
          </span>
        </p>
      )}
    </section>
  );
}

/** One after the other, by level: they come in the order of the ladders already. */
const byLevel = (people: readonly Report[]) => [
  ...Map.groupBy(people, ({ place }) => (place === null ? "" : `${place.framework} ${place.level} ${place.levelTitle}`)).values(),
];

function Rail({ people, today }: { people: readonly Report[]; today: string }) {
  const ladders = new Set(people.map(({ place }) => place?.framework)).size;
  const reviewed = people.some(({ review }) => review !== null);
  const span = reviewed ? 4 : 3;
  return (
    <table className={s.people}>
      <caption className="hidden">Your people by level</caption>
      <colgroup>
        <col className={s.rail} />
        <col />
        {reviewed && <col className={s.review} />}
        <col className={s.towards} />
        <col className={s.talk} />
      </colgroup>
      <thead>
        <tr>
          <td aria-hidden="true" />
          <th scope="col">
            <span className="hidden">Name</span>
          </th>
          {reviewed && (
            <th scope="col">
              Review <span className="q3">self, manager, calibrated</span>
            </th>
          )}
          <th scope="col">Towards the next rung</th>
          <th scope="col">Last talk</th>
        </tr>
      </thead>
      {byLevel(people).map((group) => (
        <tbody key={group[0]?.id}>
          <tr className={s.level}>
            <td aria-hidden="true" />
            <th scope="rowgroup" colSpan={span}>
              {group[0]?.place?.levelTitle ?? "On no ladder yet"}
              {group[0]?.place && ladders > 1 && <small>{group[0].place.frameworkTitle}</small>}
            </th>
          </tr>
          {group.map((person) => (
            <tr key={person.id}>
              <td className={s.bead} aria-hidden="true" />
              <th scope="row">
                <Link to="/people/$personId" params={{ personId: person.id }}>
                  {person.name}
                </Link>
              </th>
              {reviewed && (
                <td className={s.part}>
                  <Review person={person} />
                </td>
              )}
              <td className={s.far}>
                <Far person={person} />
              </td>
              <td className={s.last}>
                <LastTalk on={person.lastTalk} today={today} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

const done = { waiting: "waits", begun: "is begun", in: "is in" } as const;

/** "both in", "theirs is in, yours waits" */
function reviewWords({ self, manager, mine, calibrating }: NonNullable<Report["review"]>): string {
  if (calibrating) return "being calibrated";
  const whose = mine === null ? "the manager’s" : "yours";
  if (self === null) return manager === null ? "nobody rates" : `${whose} ${done[manager]}`;
  if (manager === null) return `theirs ${done[self]}`;
  if (self === manager) return { waiting: "neither is begun", begun: "both are begun", in: "both are in" }[self];
  return `theirs ${done[self]}, ${whose} ${done[manager]}`;
}

function Review({ person: { review, name } }: { person: Report }) {
  if (review === null) return <span className={`${s.words} ${s.out}`}>not in this cycle</span>;
  const words = reviewWords(review);
  const stops = <ReviewStops stops={[review.self, review.manager, review.calibrating ? "begun" : "waiting"]} />;
  const label = (
    <>
      {words}
      <span className="hidden">: the review of {name}</span>
    </>
  );
  return (
    <span className={s.stops}>
      {stops}
      <span className={s.words}>
        {review.mine !== null && review.manager !== "in" ? (
          <Link to="/reviews/$reviewId/assessments/$assessmentId" params={{ reviewId: review.id, assessmentId: review.mine }}>
            {label}
          </Link>
        ) : (
          <Link to="/reviews/$reviewId" params={{ reviewId: review.id }}>
            {label}
          </Link>
        )}
      </span>
    </span>
  );
}

function Far({ person: { id, name, towards, place } }: { person: Report }) {
  if (towards === null) return place && <span className={s.words}>nothing asks for more</span>;
  const { readiness, unassessed, bar } = towards;
  const where = towards.relation === "current" ? "their own level" : towards.framework === place?.framework ? null : towards.frameworkTitle;
  return (
    <>
      <Link to="/people/$personId/gap" params={{ personId: id }} className={s.bar}>
        <ReadinessBar
          {...readiness}
          bar={bar}
          size="table"
          label={unassessed ? `Towards ${towards.levelTitle}: not assessed.` : `Towards ${towards.levelTitle}: ${rangeInProse(readiness)}.`}
        />
        <span className={unassessed ? "q3" : undefined} aria-hidden="true">
          {unassessed ? "not assessed" : rangeInFigures(readiness)}
        </span>
        <span className="hidden">Gap report of {name}</span>
      </Link>
      <small>{where === null ? towards.levelTitle : `${towards.levelTitle}, ${where}`}</small>
    </>
  );
}

function LastTalk({ on, today }: { on: string | null; today: string }) {
  if (on === null)
    return (
      <span className="q3">
        <span className={s.label}>Last talk: </span>none yet
      </span>
    );
  const late = daysBetween(on, today) >= LONG;
  return (
    <>
      <span className={s.label}>Last talk: </span>
      {on.slice(0, 4) === today.slice(0, 4) ? dayAndMonth(on) : shortDate(on)}
      {late && <small className="rust">{agoWords(on, today, spoken)}</small>}
    </>
  );
}
