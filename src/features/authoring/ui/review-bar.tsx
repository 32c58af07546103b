import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { listed, shortDate } from "../../../web/parts/words.ts";
import { useDraft } from "./editor-context.ts";
import css from "./review.module.css";

type Draft = Reply<"/frameworks/:slug/draft">;
type Act = { kind: "submit" } | { kind: "withdraw" } | { kind: "approve"; reason: string } | { kind: "send-back"; reason: string };

const done = ({ kind, ...given }: Act, { slug, revision }: Draft) => {
  const reason = "reason" in given ? given.reason.trim() : "";
  if (kind === "submit") return api("POST", "/frameworks/:slug/draft/submit", { slug });
  if (kind === "withdraw") return api("POST", "/frameworks/:slug/draft/withdraw", { slug });
  if (kind === "send-back") return api("POST", "/frameworks/:slug/draft/send-back", { slug, reason });
  return api("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: revision, ...(reason === "" ? {} : { reason }) });
};

/** Where a draft is on its way to approval, and the step that the reader may take. */
export function ReviewBar({ slug }: { slug: string }) {
  const query = read("/frameworks/:slug/draft", { slug });
  const draft = useQuery(query);
  const queries = useQueryClient();
  const reviewed = useDraft("head").draft.state;
  const { refetch } = draft;
  const stale = draft.data?.state === "in-review" && reviewed === "draft";
  // Somebody changed it, and so it is with its authors again.
  useEffect(() => void (stale && refetch()), [stale, refetch]);
  const [judging, setJudging] = useState<"approve" | "send-back" | null>(null);
  const act = useMutation({
    mutationFn: (wanted: Act) => (draft.data ? done(wanted, draft.data) : Promise.reject(new Error("The draft has not been read yet."))),
    onSuccess: (state) => {
      setJudging(null);
      queries.setQueryData(query.queryKey, (old) => old && { ...old, ...state });
      return queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => path === "/drafts" });
    },
    onError: (error) => error instanceof ApiError && error.code === "stale" && void draft.refetch(),
  });
  if (!draft.data) return null;
  const { can, state, baseVersion } = draft.data;
  return (
    <section className={css.bar} aria-label="Approval">
      <div className={css.words}>
        <Stops draft={draft.data} />
        <p>{standing(draft.data)}</p>
        {baseVersion !== null && (
          <Link to="/ladders/$slug/history/compare" params={{ slug }} search={{ from: String(baseVersion), to: "draft" }}>
            What it changes
          </Link>
        )}
        {baseVersion !== null && can.comment && (
          <Link to="/ladders/$slug/findings" params={{ slug }}>
            What raters found
          </Link>
        )}
      </div>
      {judging ? (
        <Judge
          key={judging}
          kind={judging}
          busy={act.isPending}
          onLeave={() => setJudging(null)}
          onDone={(reason) => act.mutate({ kind: judging, reason })}
        />
      ) : (
        <div className={css.acts}>
          {state === "draft" && can.submit && (
            <Button busy={act.isPending && "Submitting…"} onClick={() => act.mutate({ kind: "submit" })}>
              Submit for approval
            </Button>
          )}
          {state === "in-review" && can.withdraw && (
            <Button
              kind="quiet"
              busy={act.isPending && act.variables.kind === "withdraw" && "Taking it back…"}
              onClick={() => act.mutate({ kind: "withdraw" })}
            >
              Take it back
            </Button>
          )}
          {can.sendBack && state === "in-review" && (
            <Button kind="quiet" onClick={() => setJudging("send-back")}>
              Send it back
            </Button>
          )}
          {can.approve && state === "in-review" && <Button onClick={() => setJudging("approve")}>Approve</Button>}
        </div>
      )}
      {act.isError && (
        <p role="alert" className={css.fault}>
          {act.error instanceof ApiError && act.error.code === "stale"
            ? "The draft has changed since you read it. It has been read again: look at what changed, then decide."
            : act.error.message}
        </p>
      )}
    </section>
  );
}

/** The last judgement of the draft as it is now; those of earlier revisions no longer count. */
const judgementOf = ({ approvals, revision }: Draft) => approvals.find((approval) => approval.revision === revision);

function standing(draft: Draft): string {
  const { state, submittedBy, submittedAt, reviewers, waitsFor, reopened } = draft;
  const judged = judgementOf(draft);
  if (judged?.decision === "sent-back") return `${judged.by.name} sent it back on ${shortDate(judged.at)}: “${judged.reason ?? ""}”`;
  if (judged?.decision === "approved")
    return `${judged.by.name} approved it on ${shortDate(judged.at)}.${waitsFor === null ? " It can be published." : ` ${waitsFor}`}`;
  if (state === "in-review") {
    const asked =
      reviewers.length > 0 ? ` ${listed(reviewers.map(({ name }) => name))} ${reviewers.length === 1 ? "reviews" : "review"} it.` : "";
    return `In review${submittedBy ? `, submitted by ${submittedBy.name}` : ""}${submittedAt === null ? "" : ` on ${shortDate(submittedAt)}`}.${asked}`;
  }
  if (reopened !== null)
    return `${reopened.by?.name ?? "Somebody"} changed it on ${shortDate(reopened.at)} while it was in review, so it is with its authors again. Submit it once more when it is ready.`;
  return waitsFor === null ? "Being written. It can be published without another’s approval." : `Being written. ${waitsFor}`;
}

/** Written, in review, approved: three stops on a rail. */
function Stops({ draft }: { draft: Draft }) {
  const reached = judgementOf(draft)?.decision === "approved" ? 2 : draft.state === "in-review" ? 1 : 0;
  return (
    <svg className={css.stops} width="60" height="16" viewBox="0 0 60 16" aria-hidden="true">
      <path d="M6 8H54" className="s-line3" />
      {[6, 30, 54].map((x, stop) => (
        <g key={x}>
          <circle cx={x} cy="8" r="6" className="f-paper" />
          <circle cx={x} cy="8" r="5" className={stop <= reached ? "f-green" : "s-mute"} />
        </g>
      ))}
    </svg>
  );
}

/** Stable, so that the field is given the focus when it comes and not at every key. */
const focusOnce = (field: HTMLInputElement | null) => field?.focus();

function Judge({
  kind,
  busy,
  onLeave,
  onDone,
}: {
  kind: "approve" | "send-back";
  busy: boolean;
  onLeave: () => void;
  onDone: (reason: string) => void;
}) {
  const id = useId();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const back = kind === "send-back";
  const lacking = back && asked && reason.trim() === "";
  return (
    <form
      className={css.judge}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!back || reason.trim() !== "") onDone(reason);
      }}
    >
      <label htmlFor={id}>{back ? "Why? Its authors will read the answer." : "A word to its authors, if you like"}</label>
      <input
        id={id}
        // Opened by a press on the button that this stands in the place of.
        ref={focusOnce}
        autoComplete="off"
        maxLength={4000}
        value={reason}
        aria-invalid={lacking ? true : undefined}
        aria-describedby={lacking ? `${id}-fault` : undefined}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onLeave()}
      />
      {lacking && (
        <p id={`${id}-fault`} className={css.fault}>
          Say what has to change.
        </p>
      )}
      <div className={css.acts}>
        <Button kind="quiet" onClick={onLeave}>
          Not now
        </Button>
        <Button type="submit" busy={busy && (back ? "Sending it back…" : "Approving…")}>
          {back ? "Send it back" : "Approve this draft"}
        </Button>
      </div>
    </form>
  );
}
