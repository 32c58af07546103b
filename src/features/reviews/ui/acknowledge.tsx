import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { longDate } from "../../../web/parts/words.ts";
import { spokenChoice } from "./rating-scale.tsx";
import { namesOf, type Review } from "./names.ts";
import s from "./reviews.module.css";

/** "I have read this": with a comment if one wishes. */
export function Acknowledge({ reviewId }: { reviewId: string }) {
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const send = useMutation({
    mutationFn: () => api("POST", "/reviews/:reviewId/acknowledge", { reviewId, comment }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <section className={s.act} aria-label="Acknowledge">
      <label className={s.field}>
        Would you like to say something to it? Your manager and people partners read it.
        <textarea rows={3} maxLength={4000} value={comment} onChange={(event) => setComment(event.target.value)} />
      </label>
      <Button kind="main" busy={send.isPending && "Saving…"} onClick={() => send.mutate()}>
        I have read my result
      </Button>
      {send.isError && <p role="alert">That was not saved: {send.error.message} Your words are still here.</p>}
    </section>
  );
}

const outcomes = { stands: "it stands", corrected: "it was corrected", "talked-over": "it was talked over" } as const;

/** Asking for a second look, and the answers. */
export function SecondLooks({ data }: { data: Review }) {
  const { review, secondLooks, can } = data;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [body, setBody] = useState("");
  const ask = useMutation({
    mutationFn: () => api("POST", "/reviews/:reviewId/second-look", { reviewId: review.id, body }),
    onSuccess: async () => {
      setOpen(false);
      setBody("");
      await queries.invalidateQueries();
    },
  });
  return (
    <section className={s.act} aria-labelledby="looks">
      <h2 id="looks">A second look</h2>
      {secondLooks.map((look) => (
        <div key={look.id}>
          <p className={s.words}>
            <span className="q3">{longDate(look.askedAt)}</span> {look.body}
          </p>
          {look.answer ? (
            <p className={s.words}>
              <b>{outcomes[look.answer.outcome]}</b>, {look.answer.by?.name ?? "somebody who has left"} on {longDate(look.answer.at)}:{" "}
              {look.answer.body}
            </p>
          ) : can["review.answer"] ? (
            <AnswerLook data={data} lookId={look.id} />
          ) : (
            <p className="q3">Waits for an answer.</p>
          )}
        </div>
      ))}
      {can.secondLook && !open && <Button onClick={() => setOpen(true)}>Ask for a second look</Button>}
      {can.secondLook && open && (
        <>
          <label className={s.field}>
            What should be looked at again, and why? People partners read it and answer.
            <textarea rows={4} maxLength={4000} value={body} onChange={(event) => setBody(event.target.value)} />
          </label>
          <Button
            busy={ask.isPending && "Sending…"}
            onClick={() => {
              if (body.trim() !== "") ask.mutate();
            }}
          >
            Send this to people partners
          </Button>
          {ask.isError && <p role="alert">That was not sent: {ask.error.message} Your words are still here.</p>}
        </>
      )}
    </section>
  );
}

function AnswerLook({ data, lookId }: { data: Review; lookId: string }) {
  const { scale, id: reviewId } = data.review;
  const named = namesOf(data);
  const [corrected, setCorrected] = useState<ReadonlyMap<string, number>>(new Map());
  const queries = useQueryClient();
  const [body, setBody] = useState("");
  const [outcome, setOutcome] = useState<keyof typeof outcomes>("stands");
  const corrections =
    outcome === "corrected"
      ? (data.results ?? []).flatMap(({ expectation, value: was }) => {
          const value = corrected.get(expectation);
          return value === undefined || value === was ? [] : [{ expectation, value, was }];
        })
      : [];
  const lacking =
    body.trim() === "" ? "Write an answer first." : outcome === "corrected" && corrections.length === 0 ? "Say what is corrected." : "";
  const [asked, setAsked] = useState(false);
  const send = useMutation({
    mutationFn: () => api("POST", "/reviews/:reviewId/second-look/:lookId/answer", { reviewId, lookId, body, outcome, corrections }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div className={s.act}>
      <label className={s.field}>
        Your answer
        <textarea rows={3} maxLength={4000} value={body} onChange={(event) => setBody(event.target.value)} />
      </label>
      <Select
        label="What comes of it"
        options={Object.entries(outcomes).map(([value, label]) => ({ value, label }))}
        value={outcome}
        onChange={(value) => setOutcome(value as keyof typeof outcomes) /* one of the options */}
      />
      {outcome === "corrected" && (
        <ul className={s.lines}>
          {data.results?.map((result) => (
            <li key={result.expectation}>
              <Select
                label={`${named(result.expectation).title}, ${named(result.expectation).level}`}
                options={[
                  ...(result.value === null ? [{ value: "", label: spokenChoice(result, scale) }] : []),
                  ...scale.map(({ value, label }) => ({
                    value: String(value),
                    label: value === result.value ? `${label}, as it counts now` : label,
                  })),
                ]}
                value={String(corrected.get(result.expectation) ?? result.value ?? "")}
                onChange={(value) => value !== "" && setCorrected(new Map([...corrected, [result.expectation, Number(value)]]))}
              />
            </li>
          ))}
        </ul>
      )}
      {asked && lacking !== "" && <p role="alert">{lacking}</p>}
      <Button
        busy={send.isPending && "Sending…"}
        onClick={() => {
          setAsked(true);
          if (lacking === "") send.mutate();
        }}
      >
        Answer
      </Button>
      {send.isError && <p role="alert">That was not sent: {send.error.message} Your words are still here.</p>}
    </div>
  );
}
