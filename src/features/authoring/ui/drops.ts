import { competencyId } from "../../../core/framework/competency.ts";
import type { Change } from "../../../core/framework/diff.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { moveEntry, setField } from "./edits.ts";

/** What can be taken by its title and put down on another. */
export type Dragged = "competency" | "domain" | "level";

/** What putting one thing down on another changes; nothing where that says nothing. `onto` is of the same kind, or a competency's new domain. */
export function dropped(content: Framework, kind: Dragged, id: string, onto: { kind: Dragged; id: string }): Change[] {
  if (kind === "competency") return onto.kind === "level" ? [] : competency(content, id, onto);
  if (kind !== onto.kind) return [];
  return kind === "domain" ? domain(content, id, onto.id) : level(content, id, onto.id);
}

/** To where another competency stands, in its domain; or in front of all of a domain. */
function competency(content: Framework, id: string, onto: { kind: Dragged; id: string }): Change[] {
  const { competencies } = content;
  const at = competencies.findIndex((one) => competencyId(one) === id);
  const own = competencies[at];
  if (own === undefined) return [];
  const entity = "use" in own ? "use" : "competency";
  const target =
    onto.kind === "domain" ? competencies.find((one) => one.domain === onto.id) : competencies.find((one) => competencyId(one) === onto.id);
  const inside = onto.kind === "domain" ? onto.id : target?.domain;
  if (inside === undefined) return [];
  return [
    ...setField(entity, own, id, "domain", inside).filter(() => own.domain !== inside),
    ...(target === undefined ? [] : moveEntry(entity, id, at, competencies.indexOf(target))),
  ];
}

function domain(content: Framework, id: string, onto: string): Change[] {
  const place = (of: string) => content.domains.findIndex((one) => one.id === of);
  const [at, to] = [place(id), place(onto)];
  return at < 0 || to < 0 ? [] : moveEntry("domain", id, at, to);
}

/** To another rung of the same track; those between move up or down by one, and the ranks of the track stay. */
function level(content: Framework, id: string, onto: string): Change[] {
  const [own, target] = [id, onto].map((wanted) => content.levels.find((one) => one.id === wanted));
  if (own === undefined || target === undefined || own === target || own.track !== target.track) return [];
  const track = content.levels.filter((one) => one.track === own.track).toSorted((a, b) => a.rank - b.rank);
  const order = track.filter((one) => one !== own).toSpliced(track.indexOf(target), 0, own);
  return [
    ...order.flatMap((one, index) => {
      const rank = track[index]?.rank ?? one.rank;
      return rank === one.rank ? [] : setField("level", one, one.id, "rank", rank);
    }),
    ...moveEntry("level", id, content.levels.indexOf(own), content.levels.indexOf(target)),
  ];
}
