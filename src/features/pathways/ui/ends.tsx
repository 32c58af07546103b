import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Select } from "../../../web/parts/field.tsx";
import { Bar, Tabs } from "../../../web/parts/page-head.tsx";
import css from "./pathways.module.css";
import { wayName, type Atlas, type Between } from "./way-words.ts";

/** Views stand as tabs while they fit one line; more of them are a menu. */
const TABS = 3;

const names = ["from", "to", "person", "way", "beside", "show"] as const;
type Search = { [name in (typeof names)[number]]?: string | undefined };

/** The search part of an address with some of it changed; what is undefined is left out. */
export const searched = (now: Search, more: Search): { [name in (typeof names)[number]]?: string } =>
  Object.fromEntries(Object.entries({ ...now, ...more }).filter(([, value]) => value !== undefined));

/** From and to, and the ways to choose among: all of it in the address. */
export function Ends({ atlas, between, index = 0 }: { atlas: Atlas; between?: Between | undefined; index?: number }) {
  const search = useSearch({ from: "/in/pathways" });
  const navigate = useNavigate();
  const go = (more: Search) => void navigate({ to: "/pathways", search: searched(search, { way: undefined, beside: undefined, ...more }) });
  const levels = atlas.ladders.flatMap((ladder) =>
    ladder.levels.map((level) => ({ value: level.reference, label: `${ladder.title}: ${level.title}` })),
  );
  const preset =
    between && search.from === undefined && search.person !== undefined && !between.person.you
      ? `where ${between.person.name} is`
      : atlas.you && search.person === undefined
        ? "where I am"
        : search.person === undefined
          ? "choose a level"
          : "where they are";
  const ways = between?.routes ?? [];
  const called = between ? ways.map((_, place) => wayName(ways, place, between)) : [];
  return (
    <Bar
      tools={
        ways.length > 1 &&
        (ways.length <= TABS ? (
          <Tabs label="Ways">
            {called.map((name, place) => (
              <Link
                key={place}
                to="/pathways"
                search={searched(search, { way: place === 0 ? undefined : String(place + 1) })}
                activeOptions={{ exact: true, includeSearch: true }}
              >
                {name}
              </Link>
            ))}
          </Tabs>
        ) : (
          <Select
            label="Way"
            value={String(index + 1)}
            options={called.map((label, place) => ({ value: String(place + 1), label }))}
            onChange={(way) => go({ way: way === "1" ? undefined : way })}
          />
        ))
      }
    >
      <div className={css.ends}>
        <Select
          label="From"
          value={search.from ?? ""}
          options={[{ value: "", label: preset }, ...levels]}
          onChange={(from) => go({ from: from === "" ? undefined : from })}
        />
        <Select
          label="to"
          value={search.to ?? ""}
          options={[{ value: "", label: "choose a level" }, ...levels]}
          onChange={(to) => go({ to: to === "" ? undefined : to })}
        />
      </div>
    </Bar>
  );
}

/** Which other way stands beside the one being read. */
export function Beside({ between, index }: { between: Between; index: number }) {
  const search = useSearch({ from: "/in/pathways" });
  const navigate = useNavigate();
  const ways = between.routes;
  if (ways.length < 2) return null;
  const others = ways
    .map((_, place) => ({ value: String(place + 1), label: wayName(ways, place, between) }))
    .filter((_, place) => place !== index);
  return (
    <p className={css.compare}>
      <Select
        label="Compare with"
        value={search.beside ?? ""}
        options={[{ value: "", label: "no other" }, ...others]}
        onChange={(beside) => void navigate({ to: "/pathways", search: searched(search, { beside: beside === "" ? undefined : beside }) })}
      />
    </p>
  );
}
