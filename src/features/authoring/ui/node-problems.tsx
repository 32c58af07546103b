import { useDraft } from "./editor-context.ts";
import css from "./sheet.module.css";

/** What is wrong with one thing of the draft, where it is mended. */
export function NodeProblems({ nodes }: { nodes: readonly string[] }) {
  const store = useDraft("head");
  return store.problems
    .filter(({ node }) => nodes.includes(node))
    .map(({ code, path, message, hint }) => (
      <p key={code + path} className={css.problem}>
        {message} {hint}
      </p>
    ));
}
