import type { QueryClient } from "@tanstack/react-query";

/**
 * Once the editor is left or its draft has become a version: what was kept of the draft is read anew by whoever comes back,
 * not asked for again on the way out, when it may be gone. Everything else is what may have changed by it.
 */
export function forgetDraft(queries: QueryClient, slug: string): Promise<void> {
  queries.removeQueries({
    predicate: ({ queryKey: [path, input] }) =>
      (path === "publish" && input === slug) ||
      (typeof path === "string" &&
        path.startsWith("/frameworks/:slug/draft") &&
        typeof input === "object" &&
        input !== null &&
        "slug" in input &&
        input.slug === slug),
  });
  return queries.invalidateQueries();
}
