import { itemsIn, levelLists, lists, type Change } from "../../../core/framework/diff.ts";
import type { Framework } from "../../../core/framework/document.ts";

type Item = Record<string, unknown>;
type Named = Pick<Change, "entity" | "id" | "parent">;

/** The thing that a change is about, as it stands; undefined where there is none. */
export function findItem(content: Framework, { entity, id, parent }: Named): Item | undefined {
  if (entity === "framework") return content;
  const top = lists.find(({ entities }) => entities.includes(entity));
  const list = top ?? levelLists.find(({ entities }) => entities.includes(entity));
  const owner: Item | undefined = top ? content : content.levels.find((level) => level.id === parent);
  if (list === undefined || owner === undefined) return undefined;
  return itemsIn(owner, list).find((item) => list.entity(item) === entity && list.id(item) === id);
}

export const valueOf = (content: Framework, change: Change): unknown => {
  const item = findItem(content, change);
  return change.field === undefined ? item : item?.[change.field];
};
