import { Link } from "@tanstack/react-router";
import { actionLink, actionWords } from "../../../core/audit/words.ts";
import type { Reply } from "../../../web/api.ts";

export type Entry = Reply<"/audit">["items"][number];

const kinds = { person: "Somebody", key: "A program", system: "Rungs itself", nobody: "Somebody who had not signed in" } as const;

/** "9 March 2026, 14:32:07", in the reader's own time zone. */
export const moment = (at: string): string =>
  new Date(at).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

/** One entry as a sentence: who did what, about whom. */
export function Sentence({ entry: { id, kind, by, action, about }, opens }: { entry: Entry; opens: boolean }) {
  const did = actionWords(action);
  return (
    <span>
      {by === null ? kinds[kind] : by.name}
      {kind === "key" && by !== null && " (by a key)"}{" "}
      {opens ? (
        <Link to="/audit/$auditId" params={{ auditId: id }}>
          {did}
        </Link>
      ) : (
        did
      )}
      {about !== null && (about.id === by?.id ? "" : ` ${actionLink(action)} ${about.name}`)}
    </span>
  );
}
