import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import s from "./check-in.module.css";

const route = getRouteApi("/in/people/$personId/check-in");
type Person = Reply<"/people/:personId">;
type Ladder = Reply<"/people/ladders">["items"][number];

/** Begins a check-in with somebody, or of one's own, against any level. */
export function CheckInPage() {
  const { personId } = route.useParams();
  const person = useQuery(read("/people/:personId", { personId }));
  const ladders = useQuery(read("/people/ladders", {}));
  const me = useQuery(read("/me", {}));
  for (const query of [person, ladders, me])
    if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!person.data || !ladders.data || !me.data) return <Loading rungs={4} />;
  if (!person.data.can["checkin.start"]) return <NotFound />;
  return <Form page={person.data} ladders={ladders.data.items} you={me.data.person.id} />;
}

/** The version that a check-in of this person is held by: their own on their own ladder, else the one in force. */
const versionFor = ({ versions }: Ladder, own: number | null) =>
  versions.find(({ version }) => version === own) ?? versions.find(({ inForce }) => inForce);

function Form({ page: { person }, ladders, you }: { page: Person; ladders: readonly Ladder[]; you: string }) {
  const asked = route.useSearch().level ?? (person.place ? `${person.place.framework}/${person.place.level}` : "");
  const offered = ladders.flatMap((ladder) => {
    const version = versionFor(ladder, person.place?.framework === ladder.framework ? person.place.version : null);
    return version === undefined ? [] : [{ ...ladder, levels: version.levels.toSorted((a, b) => b.rank - a.rank) }];
  });
  const [askedFor = "", askedLevel = ""] = asked.split("/");
  const [framework, setFramework] = useState(offered.find((each) => each.framework === askedFor)?.framework ?? offered[0]?.framework ?? "");
  const [wanted, setWanted] = useState(askedLevel);
  const [title, setTitle] = useState("Check-in");
  const levels = offered.find((each) => each.framework === framework)?.levels ?? [];
  const level = levels.some((each) => each.level === wanted) ? wanted : (levels.at(-1)?.level ?? "");
  // The same request twice, a double click, begins one.
  const [key] = useState(() => crypto.randomUUID());
  const queries = useQueryClient();
  const navigate = useNavigate();
  const own = person.id === you;
  const begin = useMutation({
    mutationFn: () =>
      api("POST", "/check-ins", { personId: person.id, framework, level, title: title.trim() }, { headers: { "idempotency-key": key } }),
    onSuccess: async ({ review, assessments }) => {
      await queries.invalidateQueries();
      const mine = assessments.find(({ rater }) => rater === you);
      await (mine === undefined
        ? navigate({ to: "/reviews/$reviewId", params: { reviewId: review } })
        : navigate({ to: "/reviews/$reviewId/assessments/$assessmentId", params: { reviewId: review, assessmentId: mine.id } }));
    },
  });
  const [empty, setEmpty] = useState(false);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
          <Link key="person" to="/people/$personId" params={{ personId: person.id }}>
            {person.name}
          </Link>,
        ]}
        title={own ? "Hold a check-in" : `Hold a check-in with ${person.name}`}
        answer={
          own
            ? "You rate yourself, and your manager rates you. Neither sees what the other said until both are in; from then on it counts, and is kept."
            : `${person.name} writes about themselves, and you about them. Neither sees what the other said until both are in; from then on it counts, and is kept.`
        }
      />
      {offered.length === 0 ? (
        <p>No ladder is in force yet, so there is no level to hold it against.</p>
      ) : (
        <form
          className={s.form}
          onSubmit={(event) => {
            event.preventDefault();
            setEmpty(title.trim() === "");
            if (title.trim() !== "") begin.mutate();
          }}
        >
          <TextField
            label="What it is about"
            hint="It stands at the head of what both of you write."
            value={title}
            maxLength={200}
            error={empty ? "Say in a word or two what it is about." : undefined}
            onChange={(event) => setTitle(event.target.value)}
          />
          <div className={s.choices}>
            <Select
              label="Ladder"
              value={framework}
              options={offered.map((each) => ({ value: each.framework, label: each.title }))}
              onChange={setFramework}
            />
            <Select
              label="Level"
              value={level}
              options={levels.map((each) => ({
                value: each.level,
                label:
                  person.place?.framework === framework && person.place.level === each.level
                    ? `${each.title}, ${own ? "your level" : "their level"}`
                    : each.title,
              }))}
              onChange={setWanted}
            />
          </div>
          {begin.isError && (
            <p role="alert" className={s.fault}>
              {begin.error.message} Nothing was begun; what you chose is kept.
            </p>
          )}
          <div>
            <Button kind="main" type="submit" busy={begin.isPending && "Beginning…"}>
              Begin the check-in
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
