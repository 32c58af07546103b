import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { ApiError } from "../../../http/client.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { longDate } from "../../../web/parts/words.ts";
import { forgetDraft, readAgain } from "./forget-draft.ts";
import { Changes } from "./publish-changes.tsx";
import { usePublication } from "./publish-data.ts";
import { changedScale, decisionsOf, nothingTyped, type Typed, withoutReason } from "./publish-decisions.ts";
import { Touched } from "./publish-impact.tsx";
import { ChangedMeanwhile, Faults, headline } from "./publish-notices.tsx";
import { ScaleMap } from "./publish-scale.tsx";
import css from "./publish.module.css";

/** By framework: what was typed before the dialog was closed. Closing it keeps the draft, and this too. */
const kept = new Map<string, Typed>();
const localToday = () => new Intl.DateTimeFormat("en-CA").format(new Date());

type Props = {
  slug: string;
  /** Of the draft that is to be published, as it was last saved. */
  revision: number;
  /** Called when the dialog is left without publishing; `node` is what somebody wants to mend. */
  onClosed: (node?: string) => void;
};

/** What publishing would change and for whom, who decides it, and why: the last look before a version stands for good. */
export function PublishDialog({ slug, revision, onClosed }: Props) {
  return (
    <ModalOverlay className={css.scrim ?? ""} isOpen isDismissable={false} onOpenChange={(open) => !open && onClosed()}>
      <Modal className={css.modal ?? ""}>
        <Dialog className={css.dialog ?? ""} aria-labelledby="publish-title">
          <Publication slug={slug} revision={revision} onClosed={onClosed} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Publication({ slug, revision: opened, onClosed }: Props) {
  const [typed, setTyped] = useState<Typed>(() => kept.get(slug) ?? nothingTyped(localToday()));
  const [revision, setRevision] = useState(opened);
  const [since, setSince] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const change = (more: Partial<Typed>) => {
    const next = { ...typed, ...more };
    kept.set(slug, next);
    setTyped(next);
  };
  const { draft, before, waiting, first, lines, people } = usePublication(slug, revision, typed);
  const me = useQuery(read("/me", {})).data;
  const publish = useMutation({
    mutationFn: () =>
      api("POST", "/frameworks/:slug/draft/publish", {
        slug,
        ...decisionsOf(typed, lines, first.data?.lineage ?? [], false),
        reason: typed.reason.trim(),
        effectiveOn: typed.effectiveOn,
        ifRevision: revision,
      }),
    onSuccess: async () => {
      kept.delete(slug);
      await readAgain(queries, slug);
      await navigate({ to: "/ladders/$slug/history", params: { slug } });
      await forgetDraft(queries, slug);
    },
    onError: (error) => {
      if (!(error instanceof ApiError && error.code === "stale")) return;
      setSince(since ?? revision);
      const now = (error.current as { revision?: number } | undefined)?.revision; // the draft as it stands, by the contract of the route
      if (now !== undefined) setRevision(now);
    },
  });

  const version = first.data?.version;
  const title = draft.data?.title;
  const name = version === undefined || title === undefined ? "Publish" : `Publish version ${version} of ${title}`;
  const failed = draft.error ?? first.error;
  const ready = draft.data !== undefined && first.data !== undefined && !waiting;
  const pages = people.data?.pages ?? (first.data ? [first.data] : []);
  const impact = pages[0] ?? first.data;
  const same = ready && first.data.currentVersion !== null && first.data.changes.length === 0;
  const blocked = ready && first.data.problems.length > 0;
  const missing = withoutReason(typed, lines);
  const faults = asked ? Object.fromEntries(missing.map(({ key }) => [key, "Say why it still means the same."])) : {};
  const lackReason = asked && typed.reason.trim() === "";
  const scale = ready ? changedScale(before, draft.data.content) : null;
  const mayPublish = draft.data?.can.publish !== false;

  const submit = () => {
    setAsked(true);
    const [lacking] = missing;
    const focus = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();
    if (blocked) focus("[data-faults]");
    else if (lacking) focus(`[data-reason="${CSS.escape(lacking.key)}"]`);
    else if (typed.reason.trim() === "") focus("#publish-why");
    else publish.mutate();
  };

  return (
    <div ref={form} className={css.frame}>
      <header>
        <div>
          <h2 id="publish-title">{name}</h2>
          {ready && impact && <p className={css.answer}>{headline(lines, typed, impact, draft.data)}</p>}
        </div>
        <Button kind="quiet" aria-label="Close, keep the draft" onClick={() => onClosed()}>
          Close
        </Button>
      </header>
      <div className={css.middle}>
        {failed ? (
          <div role="alert" className={css.notice}>
            <p>What would change cannot be worked out just now: {failed.message} The draft is kept.</p>
            <Button onClick={() => void (draft.isError ? draft.refetch() : first.refetch())}>Try again</Button>
          </div>
        ) : !ready ? (
          <p role="status" className={css.notice}>
            Working out what changes, and for whom…
          </p>
        ) : (
          <>
            {since !== null && <ChangedMeanwhile slug={slug} since={since} lines={lines} />}
            <Faults problems={first.data.problems} onMend={onClosed} />
            {draft.data.waitsFor !== null && !blocked && <p className={css.notice}>{draft.data.waitsFor}</p>}
            {same ? (
              <p className={css.notice}>
                This draft says what version {first.data.currentVersion} says, so there is nothing to publish. Change something first; the
                draft is kept.
              </p>
            ) : (
              <div className={css.two}>
                <section aria-labelledby="publish-changes">
                  <h3 id="publish-changes">What changes</h3>
                  {scale && (
                    <ScaleMap
                      scale={scale}
                      points={typed.points}
                      onPoint={(from, to) => change({ points: { ...typed.points, [from]: to } })}
                    />
                  )}
                  {first.data.currentVersion === null ? (
                    <p className={css.first}>This is the first version: everything in it is new, and nobody is measured against it yet.</p>
                  ) : (
                    <Changes
                      lines={lines}
                      lineage={impact?.lineage ?? first.data.lineage}
                      before={before}
                      after={draft.data.content}
                      typed={typed}
                      faults={faults}
                      onChoice={(key, choice) => change({ choices: { ...typed.choices, [key]: choice } })}
                      onSources={(expectation, from) => change({ sources: { ...typed.sources, [expectation]: from } })}
                    />
                  )}
                </section>
                <Touched pages={pages} busy={people.isFetching} more={people.hasNextPage ? () => void people.fetchNextPage() : null} />
              </div>
            )}
          </>
        )}
      </div>
      <footer>
        {publish.error && !(publish.error instanceof ApiError && publish.error.code === "stale") && (
          <p role="alert" className={css.refused}>
            {publish.error.message} {publish.error instanceof ApiError && publish.error.problems.map(({ message }) => message).join(" ")}{" "}
            What you typed is kept.
          </p>
        )}
        <div className={css.why}>
          <label htmlFor="publish-why">Why this version?</label>
          <input
            id="publish-why"
            autoComplete="off"
            maxLength={4000}
            value={typed.reason}
            aria-invalid={lackReason ? true : undefined}
            aria-describedby={lackReason ? "publish-why-fault" : undefined}
            onChange={(event) => change({ reason: event.target.value })}
          />
          {lackReason && (
            <p id="publish-why-fault" className={css.fault}>
              Say why. Everybody who reads this ladder can read it in its history.
            </p>
          )}
        </div>
        <div className={css.date}>
          <label htmlFor="publish-on">In force from</label>
          <input
            id="publish-on"
            type="date"
            value={typed.effectiveOn}
            onChange={(event) => event.target.value !== "" && change({ effectiveOn: event.target.value })}
          />
        </div>
        <div className={css.actions}>
          <Button kind="quiet" onClick={() => onClosed()}>
            Keep the draft
          </Button>
          {!same && mayPublish && (
            <Button kind="main" busy={publish.isPending && "Publishing…"} onClick={submit}>
              {version === undefined ? "Publish" : `Publish version ${version}`}
            </Button>
          )}
        </div>
        {!mayPublish && (
          <p className={css.refused}>
            Publishing is not yours{me ? `, ${me.person.name}` : ""}: whoever publishes this ladder is named among its stewards.
          </p>
        )}
        {typed.effectiveOn > localToday() && (
          <p className={css.later}>It is current at once and asked of people from {longDate(typed.effectiveOn)} on.</p>
        )}
      </footer>
    </div>
  );
}
