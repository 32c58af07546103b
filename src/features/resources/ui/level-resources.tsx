import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ResourceForm } from "./resource-form.tsx";
import { factWords } from "./resource-words.ts";
import s from "./resources.module.css";

/** What there is to learn from for one level, thing by thing; whoever writes the ladder adds to it here. */
export function LevelResources({ framework, level, version }: { framework: string; level: string; version: number }) {
  const offers = useQuery({ ...read("/resources/for", { framework, level, version }), retry: false });
  const [adding, setAdding] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  if (offers.data === undefined) return null;
  const { items, can } = offers.data;
  const attaches = can["resource.attach"];
  const shown = items.filter(({ resources, kind, id }) => resources.length > 0 || adding === `${kind} ${id}`);
  if (shown.length === 0 && !attaches) return null;
  const rest = items.filter((item) => !shown.includes(item));
  return (
    <section className={s.level} aria-labelledby="learn-from">
      <h2 id="learn-from">What there is to learn from</h2>
      {said !== "" && (
        <p role="alert" className={s.said}>
          {said}
        </p>
      )}
      {shown.length === 0 && (
        <p className="q3">Nothing hangs on this level yet. What you add is offered to everybody who is short of it.</p>
      )}
      <dl className={s.things}>
        {shown.map(({ kind, id, title, resources }) => (
          <div key={`${kind} ${id}`}>
            <dt>{title}</dt>
            {resources.map((resource) => (
              <dd key={resource.id}>
                {resource.url === null ? (
                  resource.title
                ) : (
                  <a href={resource.url} rel="noreferrer" target="_blank">
                    {resource.title}
                    <span className="hidden"> opens in a new tab</span>
                  </a>
                )}
                <small> {factWords(resource)}</small>
              </dd>
            ))}
            {adding === `${kind} ${id}` && (
              <dd>
                <ResourceForm
                  resource={null}
                  serves={{ framework, [kind]: id }}
                  canLater={false}
                  onClose={(done) => {
                    setAdding(null);
                    setSaid(done ?? "");
                  }}
                />
              </dd>
            )}
            {attaches && adding === null && (
              <dd>
                <Button
                  kind="quiet"
                  className={s.small}
                  aria-label={`Add something for ${title}`}
                  onClick={() => setAdding(`${kind} ${id}`)}
                >
                  Add another
                </Button>
              </dd>
            )}
          </div>
        ))}
      </dl>
      {attaches && adding === null && rest.length > 0 && (
        <details className={s.rest}>
          <summary>Add something for what has nothing yet ({rest.length})</summary>
          <ul>
            {rest.map(({ kind, id, title }) => (
              <li key={`${kind} ${id}`}>
                <Button kind="quiet" className={s.small} onClick={() => setAdding(`${kind} ${id}`)}>
                  {title}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className={s.all}>
        <Link to="/resources" search={{ framework }}>
          All there is for this ladder
        </Link>
      </p>
    </section>
  );
}
