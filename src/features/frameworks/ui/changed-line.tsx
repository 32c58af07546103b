import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import css from "./ladder-page.module.css";
import { capital, spoken } from "../../../web/parts/words.ts";

/**
 * What changed for the reader since their last review. A ladder is shown when this is known, so that nothing on it moves when
 * the line comes; where it cannot be known, without the line.
 */
export const useChangedSince = (slug: string) => useQuery({ ...read("/frameworks/:slug/changed-since", { slug }), retry: false });

/** A sentence for whoever has had a review here, if what is asked of them has changed since; else nothing. */
export function ChangedLine({ slug }: { slug: string }) {
  const since = useChangedSince(slug).data?.since;
  if (since === undefined || since === null || since.changes.length === 0) return null;
  const things = new Set(since.changes.map(({ entity, id, parent }) => `${entity}/${parent ?? ""}/${id}`)).size;
  return (
    <span className={css.changed}>
      <Link to="/ladders/$slug/changed" params={{ slug }}>
        {things === 1 ? "One thing has" : `${capital(spoken(things))} things have`} changed for you since your last review
      </Link>
      .
    </span>
  );
}
