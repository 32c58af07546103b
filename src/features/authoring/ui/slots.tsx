import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

type PublishProps = { slug: string; revision: number; onClosed: (node?: string) => void };
type NotesProps = { slug: string; node: string };
type ReviewProps = { slug: string };

// Fetched when they are first wanted.
const publishing = Object.values(import.meta.glob<{ PublishDialog: ComponentType<PublishProps> }>("./publish-dialog.tsx"))[0];
const notes = Object.values(import.meta.glob<{ NotesPanel: ComponentType<NotesProps> }>("./notes-panel.tsx"))[0];
const reviewing = Object.values(import.meta.glob<{ ReviewBar: ComponentType<ReviewProps> }>("./review-bar.tsx"))[0];
const PublishDialog = publishing && lazy(() => publishing().then((module) => ({ default: module.PublishDialog })));
const NotesPanel = notes && lazy(() => notes().then((module) => ({ default: module.NotesPanel })));
const ReviewBar = reviewing && lazy(() => reviewing().then((module) => ({ default: module.ReviewBar })));

export const canNoteHere = NotesPanel !== undefined;
export const canPublishHere = PublishDialog !== undefined;

export const publishDialog = (props: PublishProps): ReactNode =>
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

export const reviewBar = (slug: string): ReactNode =>
  ReviewBar && (
    <Suspense>
      <ReviewBar slug={slug} />
    </Suspense>
  );
