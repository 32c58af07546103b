import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../../http/client.ts";
import type { OnSaid } from "./plan-words.ts";

/** What went wrong, what was kept, what to do. */
export function faultWords(error: unknown): string {
  if (!(error instanceof ApiError)) return "You are off line. Nothing was saved; what you typed is kept. Try again when you are back.";
  if (error.code === "stale")
    return "Somebody changed this meanwhile. You see it now as it stands; what you typed is kept. Send it again if it still holds.";
  return `${error.message} Nothing was changed; what you typed is kept.`;
}
export const faultAt = (error: unknown, path: string): string | undefined =>
  error instanceof ApiError ? error.problems.find((each) => each.path === path)?.message : undefined;

/** One act on a plan: sent, then everything read anew, then said aloud with the way back where there is one. */
export function useWork(onSaid: OnSaid) {
  const queries = useQueryClient();
  const again = () =>
    queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === "string" && /^\/(plans|barriers|home)/.test(path) });
  const work = useMutation({
    mutationFn: ({ send }: { send: () => Promise<unknown>; said: string; undo?: () => Promise<unknown>; then?: () => void }) => send(),
    onSuccess: async (_reply, { said, undo, then }) => {
      await again();
      onSaid(said, undo === undefined ? undefined : () => undo().then(again));
      then?.();
    },
    onError: (error) => void (error instanceof ApiError && error.code === "stale" && again()),
  });
  return work;
}
/** A header that holds a write against what was read. */
export const against = (revision: number | string) => ({ headers: { "if-match": `"${revision}"` } });
