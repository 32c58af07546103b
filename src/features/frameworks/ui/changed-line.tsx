import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import css from "./ladder-page.module.css";
import { capital, spoken } from "../../../web/parts/words.ts";

/** A quiet line for whoever has had a review here, if what is asked of them has changed since; else nothing. */
export function ChangedLine({ slug }: { slug: string }) {
  const since = useQuery(read("/frameworks/:slug/changed-since", { slug })).data?.since;
  if (since === undefined || since === null || since.changes.length === 0) return null;
  const things = new Set(since.changes.map(({ entity, id, parent }) => `${entity}/${parent ?? ""}/${id}`)).size;
  return (
    <p className={css.changed}>
      <Link to="/ladders/$slug/changed" params={{ slug }}>
        {things === 1 ? "One thing has" : `${capital(spoken(things))} things have`} changed for you since your last review
      </Link>
    </p>
  );
}
