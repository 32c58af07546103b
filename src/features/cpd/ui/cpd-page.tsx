import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { cpdKinds, cpdKindWords, lengthWords } from "../../../core/cpd/entry.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { PersonTabs } from "../../../web/person-tabs.tsx";
import { useNote, Why, WhyNote } from "../../../web/parts/why.tsx";
import { type Log, targetWords, yearWords } from "./cpd-words.ts";
import { EntryForm, type Begun } from "./entry-form.tsx";
import { EntryRow, type Said } from "./entry-row.tsx";
import { QuickEntry } from "./quick-entry.tsx";
import s from "./cpd.module.css";

const states = [
  { value: "all", label: "Everything" },
  { value: "waiting", label: "Not verified yet" },
  { value: "verified", label: "Verified" },
] as const;
const kinds = [{ value: "", label: "All kinds" }, ...cpdKinds.map((value) => ({ value, label: cpdKindWords[value] }))];

/** Somebody's log of learning: one's own at /cpd, anybody's whom one answers for on their page. */
export function CpdPage() {
  const me = useQuery(read("/me", {}));
  const { personId = me.data?.person.id } = useParams({ strict: false });
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  if (personId === undefined || me.data === undefined) return <Loading />;
  return <LogPage key={personId} personId={personId} you={me.data.person.id === personId} />;
}

function LogPage({ personId, you }: { personId: string; you: boolean }) {
  const search: Partial<Record<"year" | "kind" | "state" | "resource", string>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const kind = cpdKinds.find((each) => each === search.kind);
  const state = states.find(({ value }) => value === search.state)?.value ?? "all";
  const year = /^\d{4}$/.test(search.year ?? "") ? search.year : undefined;
  const input = { person: personId, state, ...(kind === undefined ? {} : { kind }), ...(year === undefined ? {} : { year }) };
  const log = useInfiniteQuery({
    queryKey: ["/cpd", input],
    queryFn: ({ pageParam, signal }) => api("GET", "/cpd", { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const note = useNote();
  const first = log.data?.pages[0];
  const choose = (more: { year?: string; kind?: string; state?: string }) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(
        Object.entries({ year, kind, state, ...more }).filter(
          ([name, value]) => value !== undefined && value !== "" && !(name === "state" && value === "all"),
        ),
      ),
      resetScroll: false,
    });
  if (log.isError) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  const words = first && yearWords(first.year, you);
  return (
    <>
      <PageHead
        crumbs={
          you || first === undefined
            ? []
            : [
                <Link key="person" to="/people/$personId" params={{ personId }}>
                  {first.person.name}
                </Link>,
              ]
        }
        title={you ? "Your learning" : first === undefined ? "Learning" : `What ${first.person.name} has learned from`}
        answer={
          words && (
            <>
              <strong>{words.strong}</strong>
              {words.rest} <Why note={note} about="the hours" />
            </>
          )
        }
        tools={
          first && (
            <>
              <a href={`/api/v1/cpd/export?person=${personId}${year === undefined ? "" : `&year=${year}`}`} download className={s.tool}>
                Export as CSV
              </a>
              <Button kind="quiet" onClick={() => print()}>
                Print
              </Button>
            </>
          )
        }
      />
      {first && <WhyNote note={note}>{targetWords(first.year)}</WhyNote>}
      <Bar>
        <PersonTabs personId={personId} you={you} />
      </Bar>
      {first === undefined || log.data === undefined ? (
        <Loading />
      ) : (
        <Entries
          log={first}
          entries={log.data.pages.flatMap(({ items }) => items)}
          you={you}
          filtered={kind !== undefined || state !== "all"}
          resource={search.resource}
          bar={
            <div className={s.choose}>
              <Select
                label="Year"
                options={first.years.map((each) => ({
                  value: String(each.first),
                  label: `${each.label}${each.minutes === 0 ? "" : `, ${lengthWords(each.minutes)}`}`,
                }))}
                value={String(first.year.first)}
                onChange={(value) => choose({ year: value })}
              />
              <Select label="Kind" options={kinds} value={kind ?? ""} onChange={(value) => choose({ kind: value })} />
              <Select label="Show" options={states} value={state} onChange={(value) => choose({ state: value })} />
            </div>
          }
          more={
            log.hasNextPage && (
              <p className={s.more}>
                <Button busy={log.isFetchingNextPage && "Fetching…"} onClick={() => void log.fetchNextPage()}>
                  Show more
                </Button>
              </p>
            )
          }
        />
      )}
    </>
  );
}

type Editing = { id: string | null; begun: Begun | null };

function Entries({
  log,
  entries,
  you,
  filtered,
  resource,
  bar,
  more,
}: {
  log: Log;
  entries: Log["items"];
  you: boolean;
  filtered: boolean;
  /** Id of something on the list that was learned from, which a new entry begins with. */
  resource: string | undefined;
  bar: ReactNode;
  more: ReactNode;
}) {
  const queries = useQueryClient();
  const from = useQuery({ ...read("/resources/:resourceId", { resourceId: resource ?? "" }), enabled: resource !== undefined });
  const [editing, setEditing] = useState<Editing | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const [left, setLeft] = useState(false);
  const back = useRef<HTMLElement | null>(null);
  const undo = useMutation({
    mutationFn: async (work: Said["undo"]) => work?.(),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setSaid({ text: "It is as it was." });
    },
    onError: (error) => setSaid({ text: error.message }),
  });
  const open = (what: Editing) => {
    back.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSaid(null);
    setEditing(what);
  };
  const close = (done: string | null) => {
    setEditing(null);
    setLeft(true);
    setSaid(done === null ? null : { text: done });
    back.current?.focus();
  };
  const used = from.data;
  const given: Editing | null =
    editing ??
    (used === undefined || left
      ? null
      : {
          id: null,
          begun: { title: used.title, kind: used.kind, minutes: used.minutes, provider: used.provider, url: null, resource: used.id },
        });
  const writes = log.can["cpd.write"];
  return (
    <>
      {/* One form at a time, and so one green button. */}
      {writes &&
        (given === null ? (
          <QuickEntry
            log={log}
            you={you}
            onLogged={(entry) =>
              setSaid({
                text: `Logged: ${entry.title}, ${lengthWords(entry.minutes)}.`,
                undo: () => api("DELETE", "/cpd/:entryId", { entryId: entry.id }),
              })
            }
            onMore={(title) => open({ id: null, begun: { title } })}
          />
        ) : (
          given.id === null && <EntryForm log={log} entry={null} begun={given.begun} you={you} onClose={close} />
        ))}
      <p role={said === null ? undefined : "alert"} className={s.said}>
        {said?.text}{" "}
        {said?.undo && (
          <Button kind="quiet" onClick={() => undo.mutate(said.undo)}>
            Undo
          </Button>
        )}
      </p>
      {bar}
      {entries.length === 0 ? (
        <Empty>
          {filtered
            ? "Nothing in this year fits. Choose another kind, or show everything."
            : you
              ? "Nothing is logged in this year yet. A course, a book, an hour beside a colleague: all of it counts, and a line is enough."
              : `${log.person.name} has logged nothing in this year yet.`}
        </Empty>
      ) : (
        <ul className={s.entries} aria-label={`Learning in ${log.year.label}`}>
          {entries.map((entry) =>
            editing?.id === entry.id ? (
              <li key={entry.id} className={s.open}>
                <EntryForm log={log} entry={entry} begun={null} you={you} onClose={close} />
              </li>
            ) : (
              <EntryRow
                key={entry.id}
                entry={entry}
                personId={log.person.id}
                onEdit={() => open({ id: entry.id, begun: null })}
                onSaid={setSaid}
              />
            ),
          )}
        </ul>
      )}
      {more}
    </>
  );
}
