import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import { useBranches } from "./chart-branches.ts";
import { rowsOf } from "./chart-rows.ts";
import { ChartTree } from "./chart-tree.tsx";
import s from "./chart.module.css";
import { PersonPicker } from "./person-picker.tsx";

const route = getRouteApi("/in/people/chart");

/** Who reports to whom, opened as far as one likes; or one person with the line above them and everybody below. */
export function ChartPage() {
  const { alone } = route.useSearch();
  return <Chart key={alone ?? ""} alone={alone ?? null} />;
}

function Chart({ alone }: { alone: string | null }) {
  const root = alone ?? "";
  const navigate = route.useNavigate();
  const { branches, opened, error, load, toggle, openTo } = useBranches(root);
  const [at, setAt] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  /** Who was found and is not drawn yet: the keyboard goes to them as soon as they are. */
  const going = useRef<string | null>(null);
  useEffect(() => {
    const row = going.current === null ? null : document.querySelector<HTMLElement>(`[data-row="${going.current}"]`);
    if (row === null) return;
    going.current = null;
    row.focus();
  });
  const focused = useQuery({ ...read("/people/chart", { under: root, limit: 1 }), enabled: alone !== null });
  const look = (id: string | null) => void navigate({ search: id === null ? {} : { alone: id } });

  const find = async ({ id, name }: { id: string; name: string }) => {
    if (alone !== null) return look(id);
    const { line } = await api("GET", "/people/chart", { under: id, limit: 1 });
    const way = line.map((manager) => manager.id).toReversed();
    going.current = id;
    await openTo(way, id);
    setAt(id);
    setSaid(`${name}: ${counted(way.length, "manager")} above.`);
  };

  const top = branches.get(root);
  if (error !== null && top === undefined) return <ErrorState error={error} retry={() => void load(root).catch(() => null)} />;
  const rows = rowsOf(branches, opened, root);
  const person = focused.data?.person ?? null;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title={person === null ? "Who reports to whom" : `${person.name} and everybody below`}
        tab="Org chart"
        answer={
          person === null
            ? "Everybody at work today, hung below whom they report to. Open as much of it as you want to see."
            : person.reports === 0
              ? `Nobody reports to ${person.name} today.`
              : `${counted(person.reports, "person reports", "people report")} to ${person.name}, and ${person.below} stand below in all.`
        }
        tools={alone !== null && <Button onClick={() => look(null)}>Show the whole chart</Button>}
      />
      <PeopleTabs />
      <div className={s.tools}>
        <PersonPicker
          label="Find a person in the chart"
          onPick={(picked) => void find(picked).catch(() => setSaid("They could not be fetched. Try again."))}
        />
      </div>
      <p className={s.keys}>
        Arrow keys go through the chart and open it; letters go to a name; Enter opens a page, Shift and Enter shows one person alone.
      </p>
      <p className="hidden" aria-live="polite">
        {said}
      </p>
      {person !== null && focused.data && (
        <ol className={s.above} aria-label={`Managers above ${person.name}`}>
          {focused.data.line.toReversed().map((manager) => (
            <li key={manager.id}>
              <Link to="/people/chart" search={{ alone: manager.id }}>
                {manager.name}
              </Link>{" "}
              <small>{manager.place?.levelTitle}</small>
            </li>
          ))}
          <li className={s.here} aria-current="true">
            <Link to="/people/$personId" params={{ personId: person.id }}>
              {person.name}
            </Link>{" "}
            <small>{person.place?.levelTitle}</small>
          </li>
        </ol>
      )}
      {top === undefined && <Loading />}
      {top !== undefined && rows.length === 0 && alone === null && <Empty>Nobody is at work here yet.</Empty>}
      {rows.length > 0 && (
        <ChartTree
          rows={rows}
          label={person === null ? "Org chart" : `Below ${person.name}`}
          at={at}
          onAt={setAt}
          onToggle={toggle}
          onMore={(parent, cursor) => {
            const branch = branches.get(parent);
            // The keyboard goes on where the first of those stands who were fetched.
            void load(parent, cursor).then(
              (now) => setAt(now.items[branch?.items.length ?? 0]?.id ?? null),
              () => null,
            );
          }}
          onFocus={look}
        />
      )}
      {error !== null && top !== undefined && <p role="alert">{error.message} What was open stays; open it again to try once more.</p>}
    </>
  );
}
