import type { QueryClient } from "@tanstack/react-query";

const names = (slug: string, input: unknown) => typeof input === "object" && input !== null && "slug" in input && input.slug === slug;

/**
 * Once the editor is left or its draft has become a version: what was kept of the draft is read anew by whoever comes back,
 * not asked for again on the way out, when it may be gone. Everything else is what may have changed by it.
 */
export function forgetDraft(queries: QueryClient, slug: string): Promise<void> {
  queries.removeQueries({
    predicate: ({ queryKey: [path, input] }) =>
      (path === "publish" && input === slug) ||
      (typeof path === "string" && path.startsWith("/frameworks/:slug/draft") && names(slug, input)),
  });
  return queries.invalidateQueries();
}

/** What pages say of a framework's versions and drafts, asked for again at once, so that the next one is not shown what was. */
export const readAgain = (queries: QueryClient, slug: string): Promise<void> =>
  queries.refetchQueries({
    predicate: ({ queryKey: [path, input] }) =>
      path === "/drafts" || (path === "/frameworks/:slug/versions/:version" && names(slug, input)),
  });
