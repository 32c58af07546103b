import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

type PublishProps = { slug: string; revision: number; onClosed: (node?: string) => void };
type NotesProps = { slug: string; node: string };
type ReviewProps = { slug: string };

// Fetched apart from the editor, and once. Without a line there is nothing in their place, and the writing goes on.
type Part<P> = { load: () => Promise<ComponentType<P>>; Shown: ComponentType<P> };
function part<P extends object>(found: (() => Promise<ComponentType<P>>) | undefined): Part<P> | undefined {
  if (found === undefined) return undefined;
  const load = () => found().catch((): ComponentType<P> => () => null);
  const Shown: ComponentType<P> = lazy(() => load().then((component) => ({ default: component })));
  return { load, Shown };
}
const publishing = Object.values(import.meta.glob<ComponentType<PublishProps>>("./publish-dialog.tsx", { import: "PublishDialog" }))[0];
const noting = Object.values(import.meta.glob<ComponentType<NotesProps>>("./notes-panel.tsx", { import: "NotesPanel" }))[0];
const reviewing = Object.values(import.meta.glob<ComponentType<ReviewProps>>("./review-bar.tsx", { import: "ReviewBar" }))[0];
const offering = Object.values(import.meta.glob<ComponentType<ReviewProps>>("./offers-panel.tsx", { import: "OffersPanel" }))[0];
const PublishDialog = part(publishing)?.Shown;
const OffersPanel = part(offering)?.Shown;
const notes = part(noting);
const NotesPanel = notes?.Shown;
const ReviewBar = part(reviewing)?.Shown;

/** Has the notes at hand before somebody asks for them, while there is a line. */
export const fetchNotes = (): void => void notes?.load();

export const canNoteHere = NotesPanel !== undefined;
export const canPublishHere = PublishDialog !== undefined;

export const Publishing = (props: PublishProps): ReactNode =>
  PublishDialog && (
    <Suspense>
      <PublishDialog {...props} />
    </Suspense>
  );

export const nodeNotes = (slug: string, node: string): ReactNode =>
  NotesPanel && (
    <Suspense>
      <NotesPanel slug={slug} node={node} />
    </Suspense>
  );

export const reviewBar = (slug: string): ReactNode => (
  <>
    {ReviewBar && (
      <Suspense>
        <ReviewBar slug={slug} />
      </Suspense>
    )}
    {OffersPanel && (
      <Suspense>
        <OffersPanel slug={slug} />
      </Suspense>
    )}
  </>
);
