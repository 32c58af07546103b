import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { cpdKinds, cpdKindWords } from "../../../core/cpd/entry.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { ResourceForm } from "./resource-form.tsx";
import { ResourceRow } from "./resource-row.tsx";
import s from "./resources.module.css";

const route = getRouteApi("/in/resources");

const kinds = [{ value: "", label: "All kinds" }, ...cpdKinds.map((value) => ({ value, label: cpdKindWords[value] }))];
const states = [
  { value: "offered", label: "What is offered" },
  { value: "retired", label: "What is retired" },
  { value: "all", label: "All of it" },
] as const;
const costs = [
  { value: "any", label: "Any cost" },
  { value: "free", label: "Free" },
] as const;

/** Everything there is to learn from, kept by whoever writes the ladders. */
export function ResourcesPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/resources" });
  const me = useQuery(read("/me", {})).data;
  const ladders = useQuery(read("/frameworks", { limit: 200 })).data?.items ?? [];
  const [typed, setTyped] = useState(search.q ?? "");
  const [form, setForm] = useState<string | null>(search.add === undefined ? null : "new");
  const [said, setSaid] = useState("");
  const state = states.find(({ value }) => value === search.state)?.value ?? "offered";
  const cost = costs.find(({ value }) => value === search.cost)?.value ?? "any";
  const kind = cpdKinds.find((each) => each === search.kind);
  const { q, framework } = search;
  const input = { state, cost, ...(q ? { q } : {}), ...(framework ? { framework } : {}), ...(kind ? { kind } : {}) };
  const list = useInfiniteQuery({
    queryKey: ["/resources", input],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/resources", { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const choose = (more: Record<string, string>) =>
    void navigate({
      search: Object.fromEntries(
        Object.entries({ q, framework, kind, state, cost, ...more }).filter(
          ([, value]) => value !== undefined && value !== "" && value !== "offered" && value !== "any",
        ),
      ),
      resetScroll: false,
    });
  const first = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const creates = first?.can["resource.create"] === true;
  const canLater = me?.roles.includes("people-partner") === true;
  const close = (done: string | null) => {
    setForm(null);
    setSaid(done ?? "");
  };
  const filtered = Object.keys(input).length > 2 || state !== "offered" || cost !== "any";
  return (
    <>
      <PageHead
        title="What there is to learn from"
        answer="Courses, books, people to shadow: each hangs on what a ladder asks, and is offered in gap reports and plans where that is missing."
        tools={creates && form === null && <Button onClick={() => setForm("new")}>Add something</Button>}
      />
      {form === "new" && creates && <ResourceForm resource={null} serves={null} canLater={canLater} onClose={close} />}
      <p role={said === "" ? undefined : "alert"} className={s.said}>
        {said}
      </p>
      <form
        className={s.choose}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          choose({ q: typed.trim() });
        }}
      >
        <TextField
          label="Find"
          type="search"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            if (event.target.value === "") choose({ q: "" });
          }}
          autoComplete="off"
          enterKeyHint="search"
        />
        <Select
          label="Ladder"
          options={[{ value: "", label: "All ladders" }, ...ladders.map(({ slug, title }) => ({ value: slug, label: title }))]}
          value={framework ?? ""}
          onChange={(value) => choose({ framework: value })}
        />
        <Select label="Kind" options={kinds} value={kind ?? ""} onChange={(value) => choose({ kind: value })} />
        <Select label="Cost" options={costs} value={cost} onChange={(value) => choose({ cost: value })} />
        <Select label="Show" options={states} value={state} onChange={(value) => choose({ state: value })} />
      </form>
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {first && items.length === 0 && (
        <Empty>
          {filtered
            ? "Nothing fits. Take a filter away, or search for another word."
            : creates
              ? "Nothing is on the list yet. Add a course or a book that helps with something your ladder asks: it is then offered to everybody who is short of it."
              : "Nothing is on the list yet. Whoever writes your ladder can add to it."}
        </Empty>
      )}
      {items.length > 0 && (
        <ul className={s.list} aria-label="What there is to learn from">
          {items.map((resource) =>
            form === resource.id ? (
              <li key={resource.id} className={s.open}>
                <ResourceForm resource={resource} serves={null} canLater={canLater} onClose={close} />
              </li>
            ) : (
              <ResourceRow
                key={resource.id}
                resource={resource}
                canAttach={creates}
                onEdit={() => {
                  setSaid("");
                  setForm(resource.id);
                }}
                onSaid={setSaid}
              />
            ),
          )}
        </ul>
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
