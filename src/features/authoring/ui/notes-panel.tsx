import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { compareWords } from "../../../core/framework/words.ts";
import { api, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Words } from "../../../web/parts/diff-list.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import { useChanged } from "./notes-changed.ts";
import { Compose } from "./notes-compose.tsx";
import css from "./notes.module.css";

type Note = Reply<"/frameworks/:slug/draft/notes">["items"][number];

/**
 * What is said about one part of a draft, and other wordings that are suggested for its texts.
 *
 * @param node such as "expectation/<id>/markers": notes on it and within it; "framework" or nothing means every note of the draft.
 */
export function NotesPanel({ slug, node }: { slug: string; node?: string | undefined }) {
  const notes = useInfiniteQuery({
    // Beneath the address, so that whatever changes a note has the pages read again.
    queryKey: ["/frameworks/:slug/draft/notes", { slug, limit: 200 }],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/frameworks/:slug/draft/notes", { slug, limit: 200, ...(pageParam === "" ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const [settled, setSettled] = useState(false);
  if (notes.isPending)
    return (
      <p aria-live="polite" className={css.quiet}>
        Reading the notes…
      </p>
    );
  if (notes.isError)
    return (
      <div role="alert" className={css.quiet}>
        <p>The notes cannot be read just now. Nothing of them is lost.</p>
        <Button kind="quiet" onClick={() => void notes.refetch()}>
          Try again
        </Button>
      </div>
    );
  const items = notes.data.pages.flatMap((page) => page.items);
  const can = notes.data.pages[0]?.can ?? { comment: false, accept: false };
  const here = items.filter((note) => node === undefined || node === "framework" || note.node === node || note.node.startsWith(`${node}/`));
  const open = here.filter(({ resolved }) => resolved === null);
  const done = here.filter(({ resolved }) => resolved !== null);
  return (
    <section className={css.panel} aria-label="Notes">
      {open.length === 0 && <p className={css.quiet}>No open note here.</p>}
      <ul>
        {open.map((note) => (
          <Entry key={note.id} slug={slug} note={note} can={can} />
        ))}
      </ul>
      {notes.hasNextPage && (
        <Button kind="quiet" busy={notes.isFetchingNextPage && "Reading more notes…"} onClick={() => void notes.fetchNextPage()}>
          Show later notes
        </Button>
      )}
      {can.comment && <Compose slug={slug} node={node ?? "framework"} />}
      {done.length > 0 && (
        <>
          <Button kind="quiet" aria-expanded={settled} onClick={() => setSettled(!settled)}>
            {settled ? "Hide what is settled" : `${done.length} settled`}
          </Button>
          {settled && (
            <ul>
              {done.map((note) => (
                <Entry key={note.id} slug={slug} note={note} can={can} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function Entry({ slug, note, can }: { slug: string; note: Note; can: { comment: boolean; accept: boolean } }) {
  const changed = useChanged();
  const resolve = useMutation({
    mutationFn: (accept: boolean) => api("POST", "/frameworks/:slug/draft/notes/:noteId/resolve", { slug, noteId: note.id, accept }),
    onSuccess: (_reply, accept) => changed(accept),
  });
  const conflict = resolve.data?.conflict;
  return (
    <li className={css.note}>
      <p className={css.who}>
        <b>{note.by.name}</b> <span>{shortDate(note.at)}</span>
      </p>
      {note.body !== "" && <p className={css.body}>{note.body}</p>}
      {note.suggestion !== null && (
        <p className={css.suggestion}>
          <span className="hidden">Suggested wording: </span>
          <Words text={compareWords(note.wording ?? "", note.suggestion)} />
        </p>
      )}
      {note.resolved ? (
        <p className={css.quiet}>
          {note.resolved.accepted ? "Taken over" : "Settled"} by {note.resolved.by.name}, {shortDate(note.resolved.at)}
        </p>
      ) : (
        can.comment && (
          <p className={css.actions}>
            {note.suggestion !== null && can.accept && (
              <Button kind="quiet" busy={resolve.isPending && resolve.variables && "Taking it over…"} onClick={() => resolve.mutate(true)}>
                Take over this wording
              </Button>
            )}
            <Button kind="quiet" busy={resolve.isPending && !resolve.variables && "Settling…"} onClick={() => resolve.mutate(false)}>
              Settle
            </Button>
          </p>
        )
      )}
      {conflict && (
        <div role="alert" className={css.conflict}>
          <p>The text has changed since this was suggested, so nothing was taken over. It says now:</p>
          <p>
            {typeof conflict.theirs === "string"
              ? conflict.theirs
              : Array.isArray(conflict.theirs)
                ? conflict.theirs.join("\n")
                : "nothing"}
          </p>
        </div>
      )}
      {resolve.isError && (
        <p role="alert" className={css.fault}>
          {resolve.error.message} The note is kept.
        </p>
      )}
    </li>
  );
}
