import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read } from "../../../web/api.ts";
import type { Cycle, Setup } from "./cycle-words.ts";

export type Drafted = { title: string; setup: Setup };
export type Saved =
  | { is: "saved"; at: Date | null }
  | { is: "saving" }
  | { is: "away" }
  | { is: "clash"; theirs: Cycle }
  | { is: "refused"; problems: ApiError["problems"]; message: string };

/** Milliseconds of quiet before what was changed is sent. */
const QUIET = 500;
/** Before it is tried again while the line is broken. */
const AGAIN = 4000;
const now = () => new Date();

/**
 * Keeps a set-up saved while it is changed: one request at a time, the newest state after it, held against the revision that
 * it is based on, so that nobody overwrites another.
 */
export function useSetup(cycle: Cycle) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Drafted>({ title: cycle.title, setup: cycle.setup });
  const [saved, setSaved] = useState<Saved>({ is: "saved", at: null });
  const line = useRef({ revision: cycle.revision, next: null as Drafted | null, busy: false, timer: 0 });
  const key = read("/cycles/:cycleId", { cycleId: cycle.id }).queryKey;

  const arrived = (kept: Cycle) => {
    line.current.revision = kept.revision;
    queries.setQueryData(key, kept);
    void queries.invalidateQueries({ queryKey: ["/cycles/:cycleId/preflight"] });
    void queries.invalidateQueries({ queryKey: ["/cycles/:cycleId/preview"] });
  };

  const send = async (): Promise<void> => {
    const { next, busy, revision } = line.current;
    if (next === null || busy) return;
    line.current.next = null;
    line.current.busy = true;
    setSaved({ is: "saving" });
    try {
      const kept = await api(
        "PATCH",
        "/cycles/:cycleId",
        { cycleId: cycle.id, title: next.title.trim() === "" ? cycle.title : next.title, setup: next.setup },
        { headers: { "if-match": `"${revision}"` } },
      );
      arrived(kept);
      setSaved({ is: "saved", at: now() });
    } catch (error) {
      if (error instanceof ApiError && error.code === "stale") setSaved({ is: "clash", theirs: error.current as Cycle }); // by the contract of the route
      else if (error instanceof ApiError && error.status < 500)
        setSaved({ is: "refused", problems: error.problems, message: error.message });
      else {
        line.current.next ??= next;
        setSaved({ is: "away" });
        line.current.timer = window.setTimeout(() => void send(), AGAIN);
      }
    } finally {
      line.current.busy = false;
    }
    if (line.current.timer === 0) await send();
  };

  const change = (more: Partial<Drafted>) => {
    const next = { ...draft, ...more };
    setDraft(next);
    // Not saved from this moment on: nobody launches what is still on its way.
    setSaved({ is: "saving" });
    line.current.next = next;
    window.clearTimeout(line.current.timer);
    line.current.timer = window.setTimeout(() => {
      line.current.timer = 0;
      void send();
    }, QUIET);
  };

  /** Of two who changed it at once: what the other saved, or one's own over it. */
  const settle = (theirs: Cycle, mine: boolean) => {
    arrived(theirs);
    if (mine) change({});
    else {
      setDraft({ title: theirs.title, setup: theirs.setup });
      setSaved({ is: "saved", at: null });
    }
  };
  return { ...draft, saved, change, settle, revision: () => line.current.revision, whole: saved.is === "saved" };
}
