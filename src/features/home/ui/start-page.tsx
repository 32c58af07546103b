import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, spoken } from "../../../web/parts/words.ts";
import { stepWords } from "./step-words.ts";
import s from "./start.module.css";

type Start = Reply<"/start">;
type Step = Start["steps"][number];

/** From nothing to a first cycle: what is there already, and what comes next. Nothing is ticked here; each step is done where it belongs. */
export function StartPage() {
  const queries = useQueryClient();
  const start = useQuery({ ...read("/start", {}), staleTime: 0 });
  const away = useMutation({
    mutationFn: (putAway: boolean) => api("PUT", "/start", { putAway }),
    onSuccess: (told) => {
      queries.setQueryData(read("/start", {}).queryKey, told);
      void queries.invalidateQueries({ queryKey: ["/home"] });
    },
  });
  if (start.isPending) return <Loading />;
  if (start.isError) return <ErrorState error={start.error} retry={() => void start.refetch()} />;
  const { steps, upNext, putAway } = start.data;
  const done = steps.filter(({ state }) => state === "done").length;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="home" to="/">
            Home
          </Link>,
        ]}
        tab="First steps"
        title={upNext === null ? "All the first steps are done" : stepWords[upNext].title}
        answer={
          upNext === null
            ? "A ladder is in force, people stand on it, and a cycle has been launched. From here on it is the loop: review, plan, learn, and a better ladder."
            : `${done === 0 ? "This is the first of" : `${capital(spoken(done))} of`} ${spoken(steps.length)} steps${done === 0 ? " from nothing to a first cycle" : done === 1 ? " is done" : " are done"}. Each is done where it belongs, and ticks itself.`
        }
      />
      <ol className={s.steps} aria-label="First steps">
        {steps.map((step) => (
          <li key={step.step} className={s[step.state]} data-state={step.state} aria-current={step.step === upNext ? "step" : undefined}>
            <Mark state={step.state} next={step.step === upNext} />
            <div className={s.words}>
              <h2>{stepWords[step.step].title}</h2>
              <p className={s.there}>
                <strong>{step.state === "done" ? "Done: " : ""}</strong>
                {thereWords(step, start.data)}
              </p>
              {step.state !== "done" && <p>{stepWords[step.step].why}</p>}
            </div>
            <div className={s.act}>{act(step, start.data, step.step === upNext ? "main" : "plain")}</div>
          </li>
        ))}
      </ol>
      <p className={s.away}>
        {away.isError ? (
          <span role="alert">That was not kept. Try again. </span>
        ) : putAway ? (
          <span role="status">These steps are no longer on your Home. They stay at this address. </span>
        ) : null}
        <Button kind="quiet" busy={away.isPending && "Saving…"} onClick={() => away.mutate(!putAway)}>
          {putAway ? "Show them on Home again" : "Put them away from Home"}
        </Button>
      </p>
    </>
  );
}

/** A rung of the rail: full once it is done, half where something of it is there. */
function Mark({ state, next }: { state: Step["state"]; next: boolean }) {
  return (
    <svg className={s.mark} width="32" height="24" viewBox="0 0 32 24" aria-hidden="true">
      <path d="M8 12H32" className={state === "done" || next ? "s-rung-you" : "s-line2"} />
      {state === "done" ? <circle cx="8" cy="12" r="7" className="f-green" /> : <circle cx="8" cy="12" r="6" className={s.open} />}
      {state === "begun" && <path d="M8 6a6 6 0 0 0 0 12Z" className="f-green" />}
    </svg>
  );
}

/** What is there of a step, in numbers. */
function thereWords({ step }: Step, { published, draft, people, placed, managed, invited, launched, cycle, mail }: Start): string {
  switch (step) {
    case "ladder":
      if (published > 0) return `${counted(published, "ladder is", "ladders are")} in force.`;
      return draft === null ? "Nothing is written yet." : `${draft.title} is a draft${draft.inReview ? ", being reviewed" : ""}.`;
    case "people":
      return people > 1 ? `${counted(people, "person is", "people are")} here.` : "You are the only one here.";
    case "levels":
      return `${placed} of ${people} stand on a ladder, ${managed} report to somebody.`;
    case "invite":
      if (invited > 0) return `${counted(invited, "person has", "people have")} been invited.`;
      return mail ? "Nobody has been invited yet." : "Nobody has been invited yet, and no mail server is set up.";
    case "cycle":
      if (launched > 0) return `${counted(launched, "cycle has", "cycles have")} been launched.`;
      return cycle === null ? "No cycle is set up yet." : `${cycle.title} is being set up.`;
  }
}

/** The one act of a step, or the way to what is there. */
function act({ step, state }: Step, { draft, cycle }: Start, kind: "main" | "plain"): ReactNode {
  const look = buttonClass(state === "done" ? "quiet" : kind);
  const done = state === "done";
  switch (step) {
    case "ladder":
      if (done)
        return (
          <Link to="/ladders" className={look}>
            Read the ladders
          </Link>
        );
      return draft === null ? (
        <Link to="/ladders/new" className={look}>
          Begin a ladder
        </Link>
      ) : (
        <Link to="/ladders/$slug/edit" params={{ slug: draft.slug }} className={look}>
          Go on with {draft.title}
        </Link>
      );
    case "people":
      return (
        <Link to={done ? "/people" : "/people/import"} className={look}>
          {done ? "See who is here" : "Import people"}
        </Link>
      );
    case "levels":
      return (
        <Link to={done ? "/people/chart" : "/people/import"} className={look}>
          {done ? "See the org chart" : "Import levels and managers"}
        </Link>
      );
    case "invite":
      return (
        <Link to="/people/invitations" className={look}>
          {done ? "See the invitations" : "Invite people"}
        </Link>
      );
    case "cycle":
      if (!done && cycle !== null)
        return (
          <Link to="/cycles/$cycleId" params={{ cycleId: cycle.id }} className={look}>
            Go on with {cycle.title}
          </Link>
        );
      return (
        <Link to={done ? "/cycles" : "/cycles/new"} className={look}>
          {done ? "See the cycles" : "Set up a cycle"}
        </Link>
      );
  }
}
