import { useInfiniteQuery } from "@tanstack/react-query";
import { roleNames } from "../../../core/access/roles.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import rows from "../../../web/parts/rows.module.css";
import { capital, shortDate } from "../../../web/parts/words.ts";
import { limits } from "./limits.ts";

/** Roles that ended, everybody's or one person's; nothing where none has. */
export function PastRoles({ person }: { person: string | undefined }) {
  const asked = { limit: 20, ...(person === undefined ? {} : { person }) };
  const list = useInfiniteQuery({
    queryKey: ["/roles", "past", asked],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/roles/past", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  });
  const past = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (past.length === 0 && !list.isError) return null;
  return (
    <section className={rows.part} aria-labelledby="past">
      <h2 id="past">Roles that ended</h2>
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {list.error?.message}
      </p>
      <ul className={rows.rows}>
        {past.map(({ id, person: who, role, at, by, endedAt, endedBy, ...narrowed }) => (
          <li key={id}>
            <span>
              {who.name}
              <small>
                {capital(roleNames[role])}
                {limits(narrowed)}
              </small>
            </span>
            <small>
              from {shortDate(at)}
              {by !== null && `, by ${by}`}
            </small>
            <small className={rows.acts}>
              until {shortDate(endedAt)}
              {endedBy !== null && `, by ${endedBy}`}
            </small>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <p className={rows.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show earlier ones
          </Button>
        </p>
      )}
    </section>
  );
}
