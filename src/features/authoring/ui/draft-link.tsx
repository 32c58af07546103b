import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";

/** The way from a ladder that is read to the draft that is written, for whoever may go it. @param version the one being read, the newest where absent. */
export function DraftLink({ slug, version }: { slug: string; version?: string | undefined }) {
  const drafts = useQuery(read("/drafts", { limit: 200 })).data;
  const ladder = useQuery(
    read("/frameworks/:slug/versions/:version", { slug, version: version === undefined ? "latest" : Number(version) }),
  ).data;
  const open = drafts?.items.some((draft) => draft.slug === slug) ?? false;
  if (drafts === undefined || (!open && !ladder?.can.edit)) return null;
  return (
    <Link to="/ladders/$slug/edit" params={{ slug }} className={buttonClass()}>
      {!open ? "Start a draft" : ladder?.can.edit ? "Go on with the draft" : "Read the draft"}
    </Link>
  );
}
