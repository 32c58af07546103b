import { useParams, useSearch } from "@tanstack/react-router";
import { DraftLink } from "../features/authoring/ui/draft-link.tsx";
import { ExportMenu } from "../features/exchange/ui/export-menu.tsx";
import { LadderPage } from "../features/frameworks/ui/ladder-page.tsx";

/** A ladder as it is read, with the way to where it is written. */
export function LadderRoute() {
  const { slug } = useParams({ from: "/in/ladders/$slug" });
  const { version } = useSearch({ from: "/in/ladders/$slug" });
  return (
    <LadderPage
      tools={
        <>
          <ExportMenu slug={slug} version={version} />
          <DraftLink slug={slug} />
        </>
      }
    />
  );
}
