import css from "./ladder-page.module.css";
import type { Ladder } from "./ladder-data.ts";

/** Where a framework comes from and under which licence: shown wherever it is shown. */
export function Provenance({ ladder: { content } }: { ladder: Ladder }) {
  const { source, description } = content;
  if (!source && !description) return null;
  const name = source?.title;
  return (
    <footer className={css.provenance}>
      {description && <p>{description}</p>}
      {source && (
        <p>
          {name && (
            <>
              Source:{" "}
              {source.url ? (
                <a href={source.url} rel="noreferrer">
                  {name}
                </a>
              ) : (
                name
              )}
              .{" "}
            </>
          )}
          {source.basedOn && <>Based on {source.basedOn}. </>}
          {source.licence && <>Licence: {source.licence}. </>}
          {source.attribution}
        </p>
      )}
    </footer>
  );
}
