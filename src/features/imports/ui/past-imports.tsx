import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { longDate } from "../../../web/parts/words.ts";
import css from "./import.module.css";

/** What was imported before; the newest that still stands can be taken back. */
export function PastImports() {
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ["/people/imports", "pages"],
    queryFn: ({ pageParam, signal }) => api("GET", "/people/imports", pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  });
  const undo = useMutation({
    mutationFn: (importId: string) => api("POST", "/people/imports/:importId/undo", { importId }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className={css.part} aria-labelledby="past">
      <h2 id="past">Imports before</h2>
      {undo.isError && (
        <p role="alert" className={css.fault}>
          {undo.error.message}
        </p>
      )}
      <ol className={css.past}>
        {items.map(({ id, fileName, at, by, added, changed, left, undoneAt, can }) => (
          <li key={id}>
            <p>
              <b>{fileName}</b>, {longDate(at)}
              {by !== null && `, by ${by}`}
              <small>
                {added} added, {changed} changed, {left} left{undoneAt !== null && `; taken back on ${longDate(undoneAt)}`}
              </small>
            </p>
            {can.undo && (
              <Button busy={undo.isPending && "Taking back…"} onClick={() => undo.mutate(id)}>
                Take this import back
              </Button>
            )}
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
          Show older imports
        </Button>
      )}
    </section>
  );
}
