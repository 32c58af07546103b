import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted, longDate, shortDate } from "../../../web/parts/words.ts";
import css from "./move.module.css";

type Move = Reply<"/frameworks/:slug/moves">["items"][number];

/** Moves made before, each of which can be undone. */
export function Moves({ slug }: { slug: string }) {
  const moves = useQuery(read("/frameworks/:slug/moves", { slug })).data?.items ?? [];
  if (moves.length === 0) return null;
  return (
    <section className={css.moves} aria-labelledby="moves">
      <h2 id="moves">Moved before</h2>
      <ul>
        {moves.map((move) => (
          <Entry key={move.id} slug={slug} move={move} />
        ))}
      </ul>
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
