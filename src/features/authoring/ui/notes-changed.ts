import { useQueryClient } from "@tanstack/react-query";

/** After a note: the notes are read anew, and the draft where its words have changed. */
export function useChanged() {
  const queries = useQueryClient();
  return (draft: boolean) =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [path] }) => path === "/frameworks/:slug/draft/notes" || (draft && path === "/frameworks/:slug/draft"),
    });
}
