import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../../web/api.ts";
import type { Branch, Branches } from "./chart-rows.ts";

/** How many pages of one branch are fetched on the way to somebody in it. */
const MOST_PAGES = 50;

const fetched = async (under: string, cursor: string | null) =>
  api("GET", "/people/chart", { ...(under === "" ? {} : { under }), ...(cursor === null ? {} : { cursor }) });

/** The branches of the chart that have been opened: each is fetched when it first is, and nothing else. */
export function useBranches(root: string) {
  const [branches, setBranches] = useState<Branches>(new Map());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<Error | null>(null);
  // What is on its way is not asked for again.
  const under = useRef(new Map<string, Promise<Branch>>());
  const held = useRef<Branches>(branches);

  const keep = useCallback((id: string, branch: Branch) => {
    held.current = new Map(held.current).set(id, branch);
    setBranches(held.current);
  }, []);

  const load = useCallback(
    (id: string, cursor: string | null = null): Promise<Branch> => {
      const known = held.current.get(id);
      if (cursor === null && known !== undefined) return Promise.resolve(known);
      const key = `${id} ${cursor ?? ""}`;
      const coming = under.current.get(key);
      if (coming !== undefined) return coming;
      const work = fetched(id, cursor)
        .then(({ items, next, total }) => {
          const before = cursor === null ? [] : (held.current.get(id)?.items ?? []);
          const branch = { items: [...before, ...items], next, total };
          keep(id, branch);
          setError(null);
          return branch;
        })
        .finally(() => under.current.delete(key));
      under.current.set(key, work);
      work.catch((failure: Error) => setError(failure));
      return work;
    },
    [keep],
  );
  useEffect(() => void load(root).catch(() => null), [load, root]);

  const toggle = useCallback(
    (id: string, open: boolean) => {
      setOpened((old) => {
        const next = new Set(old);
        if (open) next.add(id);
        else next.delete(id);
        return next;
      });
      if (open) load(id).catch(() => null);
    },
    [load],
  );

  /** Opens the way down to somebody. @param way from the outermost manager to the direct one. */
  const openTo = useCallback(
    async (way: readonly string[], person: string): Promise<void> => {
      const steps = ["", ...way];
      for (const [index, id] of steps.entries()) {
        const wanted = steps[index + 1] ?? person;
        let branch = await load(id);
        for (let page = 0; page < MOST_PAGES && branch.next !== null && !branch.items.some((node) => node.id === wanted); page += 1)
          branch = await load(id, branch.next);
      }
      setOpened((old) => new Set([...old, ...way]));
    },
    [load],
  );
  return { branches, opened, error, load, toggle, openTo };
}
