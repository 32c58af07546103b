import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { ageBand, ageFrom, barrierKinds, barrierWords, type BarrierKind } from "../../../core/plan/barrier.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, shortDate, spoken } from "../../../web/parts/words.ts";
import { ResolveForm } from "./barrier-part.tsx";
import type { Said } from "./plan-words.ts";
import { SaidLine } from "./said-line.tsx";
import { useWork } from "./work.ts";
import s from "./barriers.module.css";

const route = getRouteApi("/in/barriers");
type Row = Reply<"/barriers">["items"][number];

const states = { open: "Standing", resolved: "Resolved", all: "All" } as const;
const orders = { oldest: "the oldest first", newest: "the newest first", person: "by person", kind: "by kind" } as const;
const ages = { "0": "of any age", "30": "30 days and more", "90": "90 days and more" } as const;
const oneOf = <K extends string>(of: Readonly<Record<K, string>>, text: string | undefined, usual: NoInfer<K>): K =>
  // Looked up in the record whose keys these are.
  text !== undefined && Object.hasOwn(of, text) ? (text as K) : usual;

/** What stands in people's way, of everybody whose plan one may see; what is oldest waits longest and comes first. */
export function BarriersPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/barriers" });
  const state = oneOf(states, search.state, "open");
  const sort = oneOf(orders, search.sort, "oldest");
  const days = oneOf(ages, search.days, "0");
  const kind = search.kind !== undefined && Object.hasOwn(barrierWords, search.kind) ? (search.kind as BarrierKind) : undefined;
  const filter = {
    state,
    sort,
    days,
    ...(kind === undefined ? {} : { kind }),
    ...(search.team === undefined ? {} : { team: search.team }),
  };
  const teams = useQuery(read("/teams", {})).data?.items ?? [];
  const [said, setSaid] = useState<Said | null>(null);
  const list = useInfiniteQuery({
    queryKey: ["/barriers", filter],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/barriers", { ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const usual: Readonly<Record<string, string>> = { state: "open", sort: "oldest", days: "0" };
  const choose = (more: Record<string, string>) =>
    void navigate({
      search: Object.fromEntries(Object.entries({ ...filter, ...more }).filter(([name, value]) => value !== "" && value !== usual[name])),
    });
  const first = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = first?.kinds.reduce((sum, { count, kind: each }) => sum + (kind === undefined || kind === each ? count : 0), 0) ?? 0;
  const oldest = Math.max(0, ...(first?.kinds.map((each) => each.oldest) ?? []));
  const query = new URLSearchParams(filter).toString();
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="What stands in people’s way"
        answer={
          first === undefined ? undefined : (
            <>
              <strong>{total === 0 ? "Nothing" : `${capital(spoken(total))} ${total === 1 ? "thing" : "things"}`}</strong>{" "}
              {state === "resolved"
                ? total === 1
                  ? "was resolved"
                  : "were resolved"
                : total <= 1
                  ? "stands in the way"
                  : "stand in the way"}
              {total > 0 && state === "open" && (oldest === 0 ? ", since today" : `, the oldest for ${counted(oldest, "day")}`)}.
            </>
          )
        }
        tools={
          items.length > 0 && (
            <a className={buttonClass("quiet")} href={`/api/v1/barriers/export?${query}`} download>
              Save as a table
            </a>
          )
        }
      />
      <PeopleTabs />
      <div className={s.choose}>
        <Select
          label="Show"
          options={Object.entries(states).map(([value, label]) => ({ value, label }))}
          value={state}
          onChange={(value) => choose({ state: value })}
        />
        <Select
          label="Kind"
          options={[
            { value: "", label: "All" },
            ...barrierKinds.map((value) => {
              const there = first?.kinds.find((each) => each.kind === value);
              return { value, label: `${barrierWords[value]}${there === undefined ? "" : ` (${there.count})`}` };
            }),
          ]}
          value={kind ?? ""}
          onChange={(value) => choose({ kind: value })}
        />
        <Select
          label="That have stood"
          options={Object.entries(ages).map(([value, label]) => ({ value, label }))}
          value={days}
          onChange={(value) => choose({ days: value })}
        />
        {teams.length > 0 && (
          <Select
            label="Team"
            options={[{ value: "", label: "All" }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
            value={search.team ?? ""}
            onChange={(value) => choose({ team: value })}
          />
        )}
        <Select
          label="Order"
          options={Object.entries(orders).map(([value, label]) => ({ value, label }))}
          value={sort}
          onChange={(value) => choose({ sort: value })}
        />
      </div>
      <SaidLine said={said} onSaid={(text, undo) => setSaid({ text, undo: undo ?? null })} />
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {first !== undefined && items.length === 0 && (
        <Empty>
          Nothing of this kind stands in the way. A barrier is written down on a person’s plan, beside the goal or the action that it stops.
        </Empty>
      )}
      {items.length > 0 && (
        <table className={s.table} aria-label="What stands in people’s way">
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">What stands in the way</th>
              <th scope="col">What would take it away</th>
              <th scope="col">For</th>
              <th scope="col">
                <span className="hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <BarrierLine key={row.id} row={row} onSaid={(text, undo) => setSaid({ text, undo: undo ?? null })} />
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && (
        <p className={s.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}

function BarrierLine({ row, onSaid }: { row: Row; onSaid: (text: string, undo?: () => Promise<unknown>) => void }) {
  const [resolving, setResolving] = useState(false);
  const work = useWork(onSaid);
  const { person, kind, note, wouldRemove, goal, action, days, raisedOn, resolvedOn, resolvedBy, resolution } = row;
  const old = resolvedOn === null && ageBand(days) === "old";
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <Link to="/people/$personId/plan" params={{ personId: person.id }}>
            {person.name}
          </Link>
          {person.team !== null && <small>{person.team}</small>}
        </th>
        <td>
          <b>{barrierWords[kind]}</b>
          {note !== null && <>: {note}</>}
          {(action ?? goal) !== null && <small>of {[action, goal].filter((each) => each !== null).join(", for ")}</small>}
        </td>
        <td>
          {resolvedOn === null ? (
            (wouldRemove ?? <span className="q3">nobody has said</span>)
          ) : (
            <>
              {resolution}
              <small>
                resolved on {shortDate(resolvedOn)} by {resolvedBy?.name}
              </small>
            </>
          )}
        </td>
        <td className={s.age}>
          <span className={old ? "rust" : undefined}>
            {days === 0 ? "today" : counted(days, "day")}
            {old && <small className="rust">more than {ageFrom.old} days</small>}
          </span>
          <small>since {shortDate(raisedOn)}</small>
        </td>
        <td>
          {row.can["plan.write"] &&
            (resolvedOn === null ? (
              <Button
                aria-expanded={resolving}
                aria-label={`Resolve: ${barrierWords[kind]}, ${person.name}`}
                onClick={() => setResolving(true)}
              >
                Resolve
              </Button>
            ) : (
              <Button
                kind="quiet"
                aria-label={`It stands all the same: ${barrierWords[kind]}, ${person.name}`}
                busy={work.isPending && "Saving…"}
                onClick={() =>
                  work.mutate({ send: () => api("POST", "/barriers/:barrierId/reopen", { barrierId: row.id }), said: "It stands again." })
                }
              >
                It stands all the same
              </Button>
            ))}
        </td>
      </tr>
      {resolving && (
        <tr className={s.opened}>
          <td colSpan={5}>
            <ResolveForm barrier={row} onSaid={onSaid} onClose={() => setResolving(false)} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
