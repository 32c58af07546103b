import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";

/** The way from a ladder that is read to the draft that is written, for whoever may go it. */
export function DraftLink({ slug }: { slug: string }) {
  const drafts = useQuery(read("/drafts", { limit: 200 })).data;
  const open = drafts?.items.some((draft) => draft.slug === slug) ?? false;
  if (!open && !drafts?.can.create) return null;
  return (
    <Link to="/ladders/$slug/edit" params={{ slug }} className={buttonClass()}>
      {open ? "Go on with the draft" : "Start a draft"}
    </Link>
  );
}
