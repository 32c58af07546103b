import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, spoken } from "../../../web/parts/words.ts";
import s from "./findings.module.css";

const route = getRouteApi("/in/ladders/$slug/findings");
type Findings = Reply<"/frameworks/:slug/draft/findings">;
type Finding = Findings["items"][number];

/** What raters found of a ladder's statements, and the way of each onto the ladder's draft. Nobody is named. */
export function FindingsPage() {
  const { slug } = route.useParams();
  const found = useQuery(read("/frameworks/:slug/draft/findings", { slug }));
  if (found.error instanceof ApiError && found.error.code === "not-found") return <NoDraft slug={slug} />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rungs={5} />;
  const { title, items } = found.data;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="ladders" to="/ladders">
            Ladders
          </Link>,
          <Link key="draft" to="/ladders/$slug/edit" params={{ slug }}>
            {title}, draft
          </Link>,
        ]}
        title={
          items.length === 0
            ? "Raters found nothing unclear"
            : `${capital(spoken(items.length))} ${items.length === 1 ? "statement" : "statements"} that raters stumbled over`
        }
        tab={`${title}, what raters found`}
        answer="Statements that raters called unclear, and those where people and their managers lie far apart. Nobody is named."
      />
      {items.length === 0 ? (
        <Empty
          action={
            <Link to="/ladders/$slug/edit" params={{ slug }} className={buttonClass()}>
              Back to the draft
            </Link>
          }
        >
          What raters say of a statement while they rate by it stands here, and so does a statement that people and their managers read
          differently, once three pairs have rated by it.
        </Empty>
      ) : (
        <ol className={s.list}>
          {items.map((finding) => (
            <Entry key={finding.expectation} slug={slug} finding={finding} />
          ))}
        </ol>
      )}
    </>
  );
}

/** What was found is put on a draft, so there has to be one. */
const NoDraft = ({ slug }: { slug: string }) => (
  <>
    <PageHead title="There is no draft of this ladder that you can see" />
    <Empty
      action={
        <Link to="/ladders/$slug/edit" params={{ slug }} className={buttonClass()}>
          Go to the draft
        </Link>
      }
    >
      What raters found is put on a draft as notes. Where you may write this ladder, begin one first.
    </Empty>
  </>
);

const sentences = ({ flags, version, rated, spread }: Finding): string[] => [
  ...(flags > 0 ? [`${counted(flags, "rater")} called it unclear, by version ${version}.`] : []),
  ...(spread === null
    ? []
    : [`In ${counted(rated, "review")} people and their managers lay ${spread.toFixed(1)} points apart on average.`]),
];

function Entry({ slug, finding }: { slug: string; finding: Finding }) {
  const { expectation, place, words, own, noted } = finding;
  const queries = useQueryClient();
  const [marker, setMarker] = useState(0);
  const [text, setText] = useState<string | null>(null);
  const propose = useMutation({
    mutationFn: (suggestion: string | null) =>
      api("POST", "/frameworks/:slug/draft/findings/:expectation", {
        slug,
        expectation,
        ...(suggestion === null ? {} : { suggestion: suggestion.trim(), marker }),
      }),
    onSuccess: async () => {
      setText(null);
      await queries.invalidateQueries();
    },
  });
  const name = place ? `${place.competency}, ${place.level}` : expectation;
  const open = (at: number) => {
    setMarker(at);
    setText(place?.markers[at] ?? "");
  };
  const hidden = <span className="hidden">: {name}</span>;
  return (
    <li className={s.entry}>
      <h2>
        {place?.competency ?? expectation} <span className="q3 small">{place?.level ?? "no longer in the draft"}</span>
      </h2>
      {place && (
        <ul className={s.markers}>
          {place.markers.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {sentences(finding).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {words.map((each) => (
        <p key={each} className={s.words}>
          “{each}”
        </p>
      ))}
      {noted && <p className="q3">A note on it stands on the draft.</p>}
      {place && text === null && (
        <p className={s.acts}>
          <Button busy={propose.isPending && "Putting it there…"} onClick={() => propose.mutate(null)}>
            {noted ? "Put it on the draft once more" : "Put it on the draft as a note"}
            {hidden}
          </Button>
          {own && (
            <Button kind="quiet" onClick={() => open(0)}>
              Suggest another wording{hidden}
            </Button>
          )}
        </p>
      )}
      {place && text !== null && (
        <div className={s.form}>
          {place.markers.length > 1 && (
            <Select
              label="Instead of"
              value={String(marker)}
              options={place.markers.map((each, at) => ({ value: String(at), label: each }))}
              onChange={(at) => open(Number(at))}
            />
          )}
          <label>
            What it should say
            <textarea rows={3} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
          <p className={s.acts}>
            <Button
              busy={propose.isPending && "Suggesting…"}
              onClick={() => text.trim() !== "" && text.trim() !== place.markers[marker] && propose.mutate(text)}
            >
              Suggest this wording{hidden}
            </Button>
            <Button kind="quiet" onClick={() => setText(null)}>
              Leave it
            </Button>
          </p>
        </div>
      )}
      {propose.isError && <p role="alert">That was not put on the draft: {propose.error.message} Your words are still here.</p>}
    </li>
  );
}
