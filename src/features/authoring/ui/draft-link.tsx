import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { counted } from "../../../web/parts/words.ts";

/** The way from a ladder that is read to the draft that is written, for whoever may go it; and that there is something to take over. */
export function DraftLink({ slug }: { slug: string }) {
  const edits = useQuery(read("/frameworks/:slug/versions/:version", { slug, version: "latest" })).data?.can.edit ?? false;
  const drafts = useQuery(read("/drafts", { limit: 200 })).data;
  const offers = useQuery({ ...read("/frameworks/:slug/offers", { slug }), enabled: edits }).data;
  const open = drafts?.items.some((draft) => draft.slug === slug) ?? false;
  if (!open && !edits) return null;
  const waiting = (offers?.libraries.length ?? 0) + (offers?.origin ? 1 : 0);
  return (
    <>
      {waiting > 0 && (
        <Link to="/ladders/$slug/edit" params={{ slug }}>
          {counted(waiting, "newer source")} to look at
        </Link>
      )}
      <Link to="/ladders/$slug/edit" params={{ slug }} className={buttonClass()}>
        {!open ? "Start a draft" : edits ? "Go on with the draft" : "Read the draft"}
      </Link>
    </>
  );
}
