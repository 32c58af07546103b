import { competencyId } from "../../../core/framework/competency.ts";
import { Both } from "./clash-box.tsx";
import type { DraftStore } from "./draft-store.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import css from "./editor.module.css";

/** What people call the thing: "Mentoring, Operations Manager". */
export function nameOf(store: DraftStore, node: string): string {
  const content = store.shown;
  const [entity, id] = [node.slice(0, node.indexOf("/")), node.slice(node.indexOf("/") + 1)];
  const competency = (name: string) => {
    const found = content.competencies.find((one) => competencyId(one) === name);
    return found && "title" in found ? found.title : (store.draft.inherited[name]?.title ?? name);
  };
  if (entity === "expectation" || entity === "requirement") {
    const level = content.levels.find((one) =>
      (entity === "expectation" ? one.expectations : one.requirements).some((item) => item.id === id),
    );
    const expectation = level?.expectations.find((one) => one.id === id);
    return `${expectation ? competency(expectation.competency) : "What it takes to enter"}, ${level?.title ?? ""}`;
  }
  if (entity === "level") return content.levels.find((one) => one.id === id)?.title ?? id;
  if (entity === "competency" || entity === "use") return competency(id);
  if (entity === "domain") return content.domains.find((one) => one.id === id)?.title ?? id;
  if (entity === "transition") return "Ways between levels";
  return "The whole ladder";
}

/** What stands in the way of publishing, and what could be worded better; each leads to its place. */
export function ProblemsList({ kind }: { kind: "problems" | "wording" }) {
  const store = useDraft("any");
  const { goTo } = useEditor();
  if (kind === "problems")
    return (
      <section className={css.list} aria-label="What stands in the way of publishing">
        <h2>{store.problems.length === 0 ? "Nothing stands in the way of publishing." : "This stands in the way of publishing"}</h2>
        <ul>
          {store.problems.map(({ node, code, path, message, hint }) => (
            <li key={`${code} ${path}`} className={css.error}>
              <button type="button" onClick={() => goTo(node)}>
                <b>{message}</b> {hint}
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  const wording = store.allWording();
  return (
    <section className={css.list} aria-label="What could be worded better">
      <h2>{wording.length === 0 ? "Nothing to say about the wording." : "Could be worded better; none of it keeps you from publishing"}</h2>
      <ul>
        {wording.slice(0, 300).map(({ node, field, code, start, words, reason }) => (
          <li key={`${node} ${field} ${code} ${start}`}>
            <button type="button" onClick={() => goTo(node)}>
              {nameOf(store, node)}: <b>“{words.length > 80 ? `${words.slice(0, 79)}…` : words}”</b> {reason}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every place where two wrote the same, with both texts. */
export function ClashList() {
  const store = useDraft("any");
  if (store.kept.clashes.length === 0) return null;
  return (
    <section className={css.list} aria-label="Written by two">
      <h2>Written by two people at once</h2>
      {store.kept.clashes.map((clash) => (
        <Both
          key={clash.id}
          clash={clash}
          about={nameOf(store, clash.change.entity === "framework" ? "framework" : `${clash.change.entity}/${clash.change.id}`)}
        />
      ))}
    </section>
  );
}
