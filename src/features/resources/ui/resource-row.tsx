import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { AttachForm } from "./attach-form.tsx";
import { factWords, type Resource } from "./resource-words.ts";
import s from "./resources.module.css";

/** Something to learn from: what it is, what it takes, what it is for, and what may be done. */
export function ResourceRow({
  resource,
  canAttach,
  onEdit,
  onSaid,
}: {
  resource: Resource;
  canAttach: boolean;
  onEdit: () => void;
  onSaid: (text: string) => void;
}) {
  const queries = useQueryClient();
  const [attaching, setAttaching] = useState(false);
  const work = useMutation({
    mutationFn: ({ send }: { send: () => Promise<unknown>; said: string }) => send(),
    onSuccess: async (_reply, { said }) => {
      await queries.invalidateQueries();
      onSaid(said);
    },
  });
  const retire = (retired: boolean) =>
    work.mutate({
      send: () =>
        api("PATCH", "/resources/:resourceId", { resourceId: resource.id, retired }, { headers: { "if-match": `"${resource.tag}"` } }),
      said: retired ? `${resource.title} is retired: it is no longer offered.` : `${resource.title} is offered again.`,
    });
  return (
    <li>
      <div className={s.what}>
        {resource.url === null ? (
          <b>{resource.title}</b>
        ) : (
          <a href={resource.url} rel="noreferrer" target="_blank">
            <b>{resource.title}</b>
            <span className="hidden"> opens in a new tab</span>
          </a>
        )}
        {resource.retired && <small className="rust"> retired</small>}
        <small className={s.facts}>{factWords(resource)}</small>
        {resource.note !== null && <p>{resource.note}</p>}
        {resource.serves.length > 0 && (
          <ul className={s.serves} aria-label={`What ${resource.title} is for`}>
            {resource.serves.map((served) => (
              <li key={served.id}>
                {served.level === null ? (
                  <span>
                    {served.title}, {served.frameworkTitle} (no longer asked)
                  </span>
                ) : (
                  <span>
                    {served.title},{" "}
                    <Link to="/ladders/$slug/levels/$level" params={{ slug: served.framework, level: served.level }}>
                      {served.levelTitle}
                    </Link>{" "}
                    in {served.frameworkTitle}
                  </span>
                )}
                {served.can["resource.attach"] && (
                  <Button
                    kind="quiet"
                    className={s.small}
                    aria-label={`${resource.title} is not for ${served.title}`}
                    onClick={() =>
                      work.mutate({
                        send: () =>
                          api("DELETE", "/resources/:resourceId/serves/:servesId", { resourceId: resource.id, servesId: served.id }),
                        said: `${resource.title} is no longer offered for ${served.title}.`,
                      })
                    }
                  >
                    Take off
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {work.isError && (
          <p role="alert" className={s.fault}>
            {work.error.message} Nothing was changed.
          </p>
        )}
        {attaching && (
          <AttachForm
            resource={resource}
            onClose={(said) => {
              setAttaching(false);
              if (said !== null) onSaid(said);
            }}
          />
        )}
        <div className={s.acts}>
          {!resource.retired && (
            <Link to="/cpd" search={{ resource: resource.id }} className={`${buttonClass("quiet")} ${s.small}`}>
              Log it<span className="hidden">: {resource.title}</span>
            </Link>
          )}
          {canAttach && !resource.retired && !attaching && (
            <Button
              kind="quiet"
              className={s.small}
              aria-label={`Say what else ${resource.title} is for`}
              onClick={() => setAttaching(true)}
            >
              Offer it elsewhere
            </Button>
          )}
          {resource.can["resource.edit"] && (
            <>
              <Button kind="quiet" className={s.small} aria-label={`Change ${resource.title}`} onClick={onEdit}>
                Change
              </Button>
              <Button
                kind="quiet"
                className={s.small}
                aria-label={resource.retired ? `Offer ${resource.title} again` : `Retire ${resource.title}`}
                onClick={() => retire(!resource.retired)}
              >
                {resource.retired ? "Offer again" : "Retire"}
              </Button>
            </>
          )}
        </div>
      </div>
    </li>
  );
}
