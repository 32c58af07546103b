import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { GapLine } from "../../../web/figures/gap-line.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, longDate, spoken } from "../../../web/parts/words.ts";
import { spokenChoice } from "./rating-scale.tsx";
import { namesOf } from "./names.ts";
import s from "./reviews.module.css";

const route = getRouteApi("/in/reviews/$reviewId/compare");
type Comparison = Reply<"/reviews/:reviewId/compare">;
type Line = Comparison["lines"][number];

/** Both sides beside each other, the largest differences first, with room for what is agreed. */
export function ComparePage() {
  const { reviewId } = route.useParams();
  const compared = useQuery(read("/reviews/:reviewId/compare", { reviewId }));
  if (compared.isError) return <ErrorState error={compared.error} retry={() => void compared.refetch()} />;
  if (!compared.data) return <Loading rungs={6} />;
  return <Page data={compared.data} />;
}

function Page({ data }: { data: Comparison }) {
  const { review, lines } = data;
  const apart = lines.filter((line) => (line.apart ?? 0) > 0).length;
  const named = namesOf(data);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="reviews" to="/reviews">
            Reviews
          </Link>,
          <Link key="review" to="/reviews/$reviewId" params={{ reviewId: review.id }}>
            {review.person.you ? "Your review" : review.person.name}
          </Link>,
        ]}
        title={apart === 0 ? "Both sides agree" : `${capital(spoken(apart))} ${apart === 1 ? "difference" : "differences"} to talk about`}
        answer={`${review.title}. The largest differences stand first.`}
        tools={<Button onClick={() => print()}>Print</Button>}
      />
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          <h2 className="hidden">What each said</h2>
          <ol className={s.lines}>
            {lines.map((line) => (
              <li key={line.expectation}>
                <h3>
                  {named(line.expectation).title}
                  <span className="q3 small">{named(line.expectation).level}</span>
                </h3>
                <Both data={data} line={line} />
              </li>
            ))}
          </ol>
        </div>
        <div className={s.margin}>
          <AgreedNote data={data} />
        </div>
      </div>
    </>
  );
}

function Both({ data: { review, manager }, line }: { data: Comparison; line: Line }) {
  const { scale } = review;
  const at = (value: number | null | undefined) => {
    const position = scale.findIndex((point) => point.value === value);
    return position < 0 ? null : position;
  };
  const [self, rated, target] = [at(line.self?.value), at(line.manager?.value), at(line.target) ?? 0];
  const words = (said: Line["self"]) => (said === null ? "no answer" : spokenChoice(said, scale));
  const own = review.person.you ? "You" : review.person.name;
  const theirs = manager?.name ?? "Manager";
  const status = rated === null ? "not-assessed" : rated < target ? "gap" : rated > target ? "exceeds" : "met";
  return (
    <div className={s.line}>
      <div>
        <div className={s.figure}>
          <GapLine
            points={scale.length}
            target={target}
            above={null}
            status={status}
            rating={rated}
            self={self}
            was={null}
            label={`Asked: ${scale[target]?.label ?? "–"}. ${theirs}: ${words(line.manager)}. ${own}: ${words(line.self)}.`}
          />
        </div>
        {line.apart !== null && line.apart > 0 && (
          <p className={s.apart}>{line.apart === 1 ? "one step apart" : `${spoken(line.apart)} steps apart`}</p>
        )}
      </div>
      <dl className={s.both}>
        <div>
          <dt>{own}</dt>
          <dd>
            <b>{words(line.self)}</b>
            {line.self?.comment && `\n${line.self.comment}`}
          </dd>
        </div>
        <div>
          <dt>{theirs}</dt>
          <dd>
            <b>{words(line.manager)}</b>
            {line.manager?.comment && `\n${line.manager.comment}`}
          </dd>
        </div>
      </dl>
    </div>
  );
}

/** What was agreed in the conversation: written by either, read by both, and never over what the other wrote meanwhile. */
function AgreedNote({ data: { review, note, can } }: { data: Comparison }) {
  const queries = useQueryClient();
  const [text, setText] = useState(note?.text ?? "");
  const [base, setBase] = useState(note?.at ?? null);
  const save = useMutation({
    mutationFn: (basedOn: string | null) => api("PUT", "/reviews/:reviewId/note", { reviewId: review.id, text, basedOn }),
    onSuccess: async (reply) => {
      if (reply.conflict !== null) return;
      setBase(reply.note?.at ?? null);
      await queries.invalidateQueries({ queryKey: ["/reviews/:reviewId", { reviewId: review.id }] });
    },
  });
  const conflict = save.data?.conflict ?? null;
  return (
    <section className={s.act} aria-labelledby="agreed">
      <h2 id="agreed">What you agree on</h2>
      {can["review.note"] ? (
        <>
          <label className={s.field}>
            Both of you read this note, and either of you may write in it.
            <textarea rows={10} maxLength={20_000} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
          {conflict && (
            <div className={s.clash}>
              <p>{conflict.by?.name ?? "Somebody"} has written this meanwhile. Nothing was overwritten:</p>
              <p className={s.note}>{conflict.text}</p>
              <p>
                <Button
                  onClick={() => {
                    setText(conflict.text);
                    setBase(conflict.at);
                    save.reset();
                  }}
                >
                  Take theirs
                </Button>{" "}
                <Button onClick={() => save.mutate(conflict.at)}>Keep what I wrote</Button>
              </p>
            </div>
          )}
          <Button kind="main" busy={save.isPending && "Saving…"} onClick={() => save.mutate(base)}>
            Save the note
          </Button>
          <p role="status" className="q3">
            {save.isSuccess && conflict === null && save.data.note ? `Saved on ${longDate(save.data.note.at)}.` : ""}
          </p>
          {save.isError && <p role="alert">That was not saved: {save.error.message} Your words are still here.</p>}
        </>
      ) : (
        <p className={s.note}>{note?.text ?? "Nothing has been written yet."}</p>
      )}
    </section>
  );
}
