import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { longDate } from "../../../web/parts/words.ts";
import s from "./home-asked.module.css";

/** How many of the reviews that wait Home shows; the rest stand on their own page. */
const most = 5;

/** What is asked of me today; undefined until it is known. */
export function useAsked() {
  const write = useQuery(read("/reviews", { part: "write" })).data;
  const about = useQuery(read("/reviews", { part: "about" })).data;
  const invited = useQuery(read("/reviews", { part: "invited" })).data;
  if (!write || !about || !invited) return undefined;
  const results = about.items.filter(({ released, acknowledged }) => released !== null && !acknowledged).slice(0, 1);
  return { write: write.items, invited: invited.items, results };
}
type Asked = NonNullable<ReturnType<typeof useAsked>>;
export const isAsked = (asked: Asked | undefined): asked is Asked =>
  asked !== undefined && asked.write.length + asked.invited.length + asked.results.length > 0;

/** Rows of what waits, the first with the one main act of the page. */
export function AskedOfYou({ asked }: { asked: Asked }) {
  const rows = [
    ...asked.results.map((item) => ({
      key: item.review,
      words: `Your result of ${item.title} is out`,
      when: item.released === null ? "" : `since ${longDate(item.released)}`,
      act: "Read your result",
      params: { reviewId: item.review },
      assessmentId: null,
    })),
    ...asked.write.map((item) => ({
      key: item.assessment?.id ?? item.review,
      words: item.assessment?.kind === "self" ? `Your own ratings, ${item.title}` : `Your ratings of ${item.person.name}, ${item.title}`,
      when: item.assessment?.dueOn ? `due by ${longDate(item.assessment.dueOn)}` : "",
      act: item.assessment?.state === "not-started" ? "Begin" : "Go on",
      params: { reviewId: item.review },
      assessmentId: item.assessment?.id ?? null,
    })),
  ];
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">Asked of you</h2>
      <ol className={s.rows}>
        {rows.slice(0, most).map(({ key, words, when, act, params, assessmentId }, index) => {
          const label = (
            <>
              {act}
              <span className="hidden">: {words}</span>
            </>
          );
          const look = buttonClass(index === 0 ? "main" : "quiet");
          return (
            <li key={key}>
              <span>
                {words} <span className="q3">{when}</span>
              </span>
              {assessmentId === null ? (
                <Link to="/reviews/$reviewId" params={params} className={look}>
                  {label}
                </Link>
              ) : (
                <Link to="/reviews/$reviewId/assessments/$assessmentId" params={{ ...params, assessmentId }} className={look}>
                  {label}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
      <p className={s.all}>
        <Link to="/reviews">{asked.invited.length > 0 ? "All your reviews, and where you are asked as a peer" : "All your reviews"}</Link>
      </p>
    </section>
  );
}
