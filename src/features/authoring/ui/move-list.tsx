import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted, longDate, shortDate } from "../../../web/parts/words.ts";
import css from "./move.module.css";

type Move = Reply<"/frameworks/:slug/moves">["items"][number];

/** Moves made before, each of which can be undone. */
export function Moves({ slug }: { slug: string }) {
  const read = useInfiniteQuery({
    queryKey: ["/frameworks/:slug/moves", { slug }],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/frameworks/:slug/moves", { slug, ...(pageParam === "" ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const moves = read.data?.pages.flatMap(({ items }) => items) ?? [];
  if (moves.length === 0) return null;
  return (
    <section className={css.moves} aria-labelledby="moves">
      <h2 id="moves">Moved before</h2>
      <ul>
        {moves.map((move) => (
          <Entry key={move.id} slug={slug} move={move} />
        ))}
      </ul>
      {read.hasNextPage && (
        <Button kind="quiet" busy={read.isFetchingNextPage && "Reading more…"} onClick={() => void read.fetchNextPage()}>
          Show earlier moves
        </Button>
      )}
    </section>
  );
}

function Entry({ slug, move }: { slug: string; move: Move }) {
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => api("POST", "/frameworks/:slug/moves/:moveId/undo", { slug, moveId: move.id }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <li>
      <span>
        {counted(move.people, "person", "people")} to version {move.toVersion} from {longDate(move.on)} on
        <small>
          {move.by?.name ?? "somebody"}, {shortDate(move.at)}
        </small>
      </span>
      {move.overlapUntil !== null && !move.undone && <Overlap slug={slug} move={move} until={move.overlapUntil} />}
      {move.undone ? (
        <span className={css.undone}>
          undone by {move.undone.by?.name ?? "somebody"}, {shortDate(move.undone.at)}
        </span>
      ) : (
        <Button
          kind="quiet"
          aria-label={`Undo the move to version ${move.toVersion} of ${shortDate(move.at)}`}
          busy={undo.isPending && "Undoing…"}
          onClick={() => undo.mutate()}
        >
          Undo
        </Button>
      )}
      {undo.isSuccess && undo.data.kept > 0 && (
        <small>{counted(undo.data.kept, "person", "people")} placed anew since then: left where they are.</small>
      )}
      {undo.isError && (
        <small role="alert" className={css.fault}>
          {undo.error.message} Nobody was moved.
        </small>
      )}
    </li>
  );
}

/** Until when both versions count for those who were moved, which can still be another day, or none. */
function Overlap({ slug, move, until }: { slug: string; move: Move; until: string }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(until);
  const set = useMutation({
    mutationFn: (day: string | null) =>
      api(
        "PUT",
        "/frameworks/:slug/moves/:moveId/overlap",
        { slug, moveId: move.id, until: day },
        { headers: { "if-match": `"${move.tag}"` } },
      ),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <form
      className={css.overlap}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== "") set.mutate(typed);
      }}
    >
      <label className={css.date}>
        <span>
          Both versions count until<span className="hidden">, of the move of {shortDate(move.at)}</span>
        </span>
        <input type="date" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {typed !== "" && typed !== until && (
        <Button type="submit" busy={set.isPending && "Changing…"}>
          Change the day
        </Button>
      )}
      <Button kind="quiet" busy={set.isPending && set.variables === null && "Ending it…"} onClick={() => set.mutate(null)}>
        End the overlap now
      </Button>
      {set.isError && (
        <small role="alert" className={css.fault}>
          {set.error.message} Nothing was changed.
        </small>
      )}
    </form>
  );
}
