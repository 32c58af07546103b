import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { listed, shortDate, spoken, capital } from "../../../web/parts/words.ts";
import css from "./ladders-page.module.css";

type Row = Reply<"/frameworks">["items"][number];

/** Every framework in force, by kind: what one climbs, what comes from outside, what others draw from. */
export function LaddersPage({ tools }: { /** What stands beside the title. */ tools?: ReactNode }) {
  const frameworks = useQuery(read("/frameworks", { limit: 200 }));
  if (frameworks.isPending) return <Loading />;
  if (frameworks.isError) return <ErrorState error={frameworks.error} retry={() => void frameworks.refetch()} />;
  const { items } = frameworks.data;
  const of = (kind: Row["kind"]) => items.filter((row) => row.kind === kind);
  const [ladders, standards, libraries] = [of("ladder"), of("standard"), of("library")];
  if (items.length === 0)
    return (
      <>
        <PageHead title="No ladder is written yet" tab="Ladders" />
        <Empty action={tools}>A ladder says what each level of a kind of work asks. The first one published will stand here.</Empty>
      </>
    );
  const some = (count: number, one: string, many: string) => (count === 0 ? [] : [`${spoken(count)} ${count === 1 ? one : many}`]);
  const title = capital(
    listed([
      ...some(ladders.length, "ladder", "ladders"),
      ...some(standards.length, "standard", "standards"),
      ...some(libraries.length, "library", "libraries"),
    ]),
  );
  return (
    <>
      <PageHead
        title={title}
        tab="Ladders"
        answer={
          <>
            {standing(items)} <Link to="/pathways">See all ways between them</Link>.
          </>
        }
        tools={tools}
      />
      <Kind name="Ladders" rows={ladders} columns={[levels, tracks, people]} />
      <Kind name="Standards" rows={standards} columns={[levels, null, people]} />
      <Kind name="Libraries" rows={libraries} columns={[null, null, null]} />
    </>
  );
}

function standing(items: readonly Row[]): ReactNode {
  const own = items.find(({ youAreAt }) => youAreAt !== null);
  if (!own) return <>You stand on none of them yet.</>;
  return (
    <>
      You stand on <b>{own.title}</b>, at {own.youAreAt}.
    </>
  );
}

type Column = { head: string; one: string; many: string; of: (row: Row) => number };
const levels: Column = { head: "Levels", one: "level", many: "levels", of: (row) => row.levels };
const tracks: Column = { head: "Tracks", one: "track", many: "tracks", of: (row) => row.tracks };
const people: Column = { head: "People", one: "person", many: "people", of: (row) => row.people };

/** @param columns null where the kind has no such number: the columns of all kinds stand under each other. */
function Kind({ name, rows, columns }: { name: string; rows: readonly Row[]; columns: readonly (Column | null)[] }) {
  if (rows.length === 0) return null;
  return (
    <table className={css.table}>
      <caption className="hidden">{name}</caption>
      <thead>
        <tr>
          <th scope="col">
            <h2>{name}</h2>
          </th>
          {columns.map((column, place) =>
            column ? (
              <th key={place} scope="col" className={css.figure}>
                {column.head}
              </th>
            ) : (
              <td key={place} className={css.figure}>
                <span className="hidden">none</span>
              </td>
            ),
          )}
          <th scope="col" className={css.version}>
            In force
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.slug}>
            <th scope="row">
              <Link to="/ladders/$slug" params={{ slug: row.slug }}>
                {row.title}
              </Link>
              {row.youAreAt !== null && <span className={css.you}>you are at {row.youAreAt}</span>}
            </th>
            {columns.map((column, place) => (
              <td key={place} className={column ? css.figure : `${css.figure} ${css.blank}`}>
                {column && (
                  <>
                    {column.of(row)}
                    <span className={css.unit}> {column.of(row) === 1 ? column.one : column.many}</span>
                  </>
                )}
              </td>
            ))}
            <td className={css.version}>
              version {row.version}, {shortDate(row.effectiveOn)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
