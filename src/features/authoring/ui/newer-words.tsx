import { useQuery } from "@tanstack/react-query";
import { taking } from "../../../core/framework/offers.ts";
import { read, type Reply } from "../../../web/api.ts";
import { Words } from "../../../web/parts/diff-list.tsx";
import { useDraft, useEditor } from "./editor-context.ts";
import { Act } from "./inputs.tsx";
import css from "./offers.module.css";

type Library = Reply<"/frameworks/:slug/offers">["libraries"][number];
type Newer = Library["competencies"][number];

/** Of what is inherited: what a newer version of the library says, where there is one. */
export function NewerWords({ competency }: { competency: string }) {
  const store = useDraft("any");
  const { writes } = useEditor();
  const offers = useQuery({ ...read("/frameworks/:slug/offers", { slug: store.slug }), enabled: writes }).data;
  const library = offers?.libraries.find(({ competencies }) => competencies.some(({ id }) => id === competency));
  const newer = library?.competencies.find(({ id }) => id === competency);
  const still = store.shown.competencies.some((one) => "use" in one && one.use === newer?.use);
  if (library === undefined || newer === undefined || !still) return null;
  return (
    <section className={css.newer} aria-label={`Version ${library.version} of ${library.title}`}>
      <h3>
        Version {library.version} of {library.title}
      </h3>
      <Told newer={newer} />
      {!newer.gone && <Act onClick={() => store.write([taking(newer)])}>{`Take version ${library.version}`}</Act>}
    </section>
  );
}

/** What the newer version says differently. */
export function Told({ newer: { gone, same, words } }: { newer: Newer }) {
  if (gone) return <p className={css.quiet}>It has this competency no more. Keep the version that you have, or write it yourself.</p>;
  if (same) return <p className={css.quiet}>Its words are the same; ratings are asked about on publishing all the same.</p>;
  const changed = [words.title, words.definition, words.markers].filter((text) => text.some(({ kind }) => kind !== "same"));
  return (
    <>
      {changed.map((text, index) => (
        // Title, definition and statements, always in this order.
        <p key={index} className={css.text}>
          <Words text={text} />
        </p>
      ))}
    </>
  );
}
