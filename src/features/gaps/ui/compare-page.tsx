import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { compareLine, pairs, type Pair, type Side } from "../../../core/gap/compare.ts";
import { statusWord } from "../../../core/gap/explain.ts";
import { pointLabel } from "../../../core/gap/scale.ts";
import { read } from "../../../web/api.ts";
import { GapLine, GapScale } from "../../../web/figures/gap-line.tsx";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { Runs } from "../../../web/parts/why.tsx";
import { longDate, percentProse, percentRange } from "../../../web/parts/words.ts";
import css from "./compare.module.css";
import { optionsOf } from "./gap-bar.tsx";
import { AlsoAsked, Rule } from "./gap-margin.tsx";
import { namesIn } from "../../../core/gap/reply-names.ts";
import { crumbsOf } from "./gap-page.tsx";
import type { Gap } from "./gap-table.tsx";

const route = getRouteApi("/in/people/$personId/gap/compare");
const none = () => [];

/** The other that is shown where nobody has chosen one: another next level, so that a fork shows both its arms, else whatever is not the first. */
function otherOf({ target, targets }: Gap): string | undefined {
  const first = target === null ? "" : `${target.framework}/${target.level}`;
  const others = targets.filter(({ value }) => value !== first);
  return (others.find(({ relation }) => relation === "next") ?? others.find(({ relation }) => relation !== "current") ?? others[0])?.value;
}

const sideOf = (gap: Gap): Side | null => {
  const { report, target } = gap;
  return report === null || target === null ? null : { ...gap, report, target };
};

/** Two levels that one person is measured against, side by side: both arms of a fork, or any other two. */
export function ComparePage() {
  const { personId } = route.useParams();
  const { target, with: other, on } = route.useSearch();
  const day = on === undefined ? {} : { on };
  const keep = <T,>(old: T | undefined) => old;
  const one = useQuery({
    ...read("/people/:personId/gap", { personId, ...(target === undefined ? {} : { target }), ...day }),
    placeholderData: keep,
  });
  const wanted = other ?? (one.data === undefined ? undefined : otherOf(one.data));
  const two = useQuery({
    ...read("/people/:personId/gap", { personId, ...(wanted === undefined ? {} : { target: wanted }), ...day }),
    enabled: wanted !== undefined,
    placeholderData: keep,
  });
  const failed = [one, two].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />;
  if (one.isPending || (wanted !== undefined && two.isPending)) return <Loading rungs={7} />;
  const first = one.data === undefined ? null : sideOf(one.data);
  const second = two.data === undefined ? null : sideOf(two.data);
  if (first === null || second === null) return <Nothing gap={one.data} />;
  return <Page first={first} second={second} busy={one.isPlaceholderData || two.isPlaceholderData} />;
}

function Nothing({ gap }: { gap: Gap | undefined }) {
  return (
    <>
      <PageHead title="There is nothing to compare yet" />
      <Empty
        action={
          gap && (
            <Link to="/people/$personId/gap" params={{ personId: gap.person.id }} className={buttonClass()}>
              Open the gap report
            </Link>
          )
        }
      >
        Two levels stand side by side here. Once there is a second one to measure against, choose it in the gap report.
      </Empty>
    </>
  );
}

function Page({ first, second, busy }: { first: Side; second: Side; busy: boolean }) {
  const navigate = route.useNavigate();
  const { person } = first;
  const options = optionsOf(first);
  const valueOf = ({ target }: Side) => `${target.framework}/${target.level}`;
  const choose = (which: "target" | "with", value: string) =>
    void navigate({
      search: (old) => ({ ...old, target: valueOf(first), with: valueOf(second), [which]: value }),
      resetScroll: false,
    });
  const withOwn = (side: Side) =>
    options.some(({ value }) => value === valueOf(side)) ? options : [{ value: valueOf(side), label: side.target.levelTitle }, ...options];
  const { both, firstOnly, secondOnly } = pairs(first, second);
  const groups = [
    { title: "Asked by both", pairs: both },
    { title: `Only ${first.target.levelTitle} asks`, pairs: firstOnly },
    { title: `Only ${second.target.levelTitle} asks`, pairs: secondOnly },
  ].filter((group) => group.pairs.length > 0);
  return (
    <div className={css.page} aria-busy={busy}>
      <PageHead
        crumbs={[
          ...crumbsOf(first),
          <Link key="gap" to="/people/$personId/gap" params={{ personId: person.id }} search={{ target: valueOf(first) }}>
            Gap report
          </Link>,
        ]}
        title={`${first.target.levelTitle} beside ${second.target.levelTitle}`}
        answer={<Runs runs={compareLine(first, second, person.you ? { you: true } : { you: false, name: person.name })} />}
      />
      <Bar
        tools={
          <Button kind="quiet" className={css.print ?? ""} onClick={() => window.print()}>
            Print
          </Button>
        }
      >
        <div className={css.choice}>
          <Select label="Against" options={withOwn(first)} value={valueOf(first)} onChange={(value) => choose("target", value)} />
          <Select label="beside" options={withOwn(second)} value={valueOf(second)} onChange={(value) => choose("with", value)} />
          <p className={css.day}>
            <span className={css.paper}>{person.name}, </span>as of {longDate(first.report.on)}
          </p>
        </div>
      </Bar>
      <div className={css.heads}>
        <Head side={first} />
        <Head side={second} />
      </div>
      <table role="table" className={css.table}>
        <caption className="hidden">
          What {first.target.levelTitle} and {second.target.levelTitle} ask, and how {person.you ? "you stand" : `${person.name} stands`}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              <span className="hidden">Competency</span>
            </th>
            {[first, second].map((side, index) => (
              <th key={index} role="columnheader" scope="col">
                <span className="hidden">{side.target.levelTitle}</span>
                <GapScale labels={side.scale.map(({ label }) => label)} />
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title} role="rowgroup">
            <tr role="row" className={css.group}>
              <th role="rowheader" scope="rowgroup" colSpan={3}>
                {group.title}
              </th>
            </tr>
            {group.pairs.map((pair) => (
              <Row key={pair.key} pair={pair} first={first} second={second} />
            ))}
          </tbody>
        ))}
      </table>
      <div className={css.rest}>
        {[first, second].map((side, index) => {
          const shared = { gap: side, report: side.report, names: namesIn(side) };
          return (
            <div key={index} className={css.side}>
              <p className={css.whose}>{side.target.levelTitle}</p>
              <AlsoAsked {...shared} beside plan={null} offers={none} />
              <Rule {...shared} beside />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head({ side }: { side: Side }) {
  const { readiness } = side.report;
  return (
    <div>
      <p className={css.level}>
        <Link
          to="/people/$personId/gap"
          params={{ personId: side.person.id }}
          search={{ target: `${side.target.framework}/${side.target.level}` }}
        >
          {side.target.levelTitle}
        </Link>
      </p>
      <p className={css.readiness}>
        <ReadinessBar {...readiness} size="map" label={`Readiness ${percentProse(readiness)}.`} />
        <b>{percentRange(readiness)}</b>
      </p>
      <p className={css.facts}>
        {side.target.frameworkTitle}, version {side.target.version}
      </p>
    </div>
  );
}

function Row({ pair, first, second }: { pair: Pair; first: Side; second: Side }) {
  return (
    <tr role="row" className={css.row}>
      <th role="rowheader" scope="row">
        {pair.title}
        {(pair.first ?? pair.second)?.critical && <span className={css.critical}> critical</span>}
      </th>
      <Cell side={first} line={pair.first} />
      <Cell side={second} line={pair.second} />
    </tr>
  );
}

function Cell({ side, line }: { side: Side; line: Pair["first"] }) {
  if (line === null)
    return (
      <td role="cell" className={css.absent}>
        not asked
      </td>
    );
  const position = (value: number | null) => {
    const index = value === null ? -1 : side.scale.findIndex((point) => point.value === value);
    return index < 0 ? null : index;
  };
  const own = side.lines[line.id]?.self ?? null;
  const shown = typeof line.answer === "number" ? line.answer : null;
  const word = statusWord(line, side);
  return (
    <td role="cell">
      <p className={css.on}>{side.target.levelTitle}</p>
      <div className={css.line}>
        <GapLine
          points={side.scale.length}
          target={position(line.required) ?? 0}
          above={null}
          status={line.status}
          rating={position(shown)}
          self={position(own)}
          was={position(line.was)}
          label={`Asked: ${pointLabel(side.scale, line.required)}. ${line.attained === null ? "No current rating" : `Rated ${pointLabel(side.scale, line.attained)}`}.`}
        />
        <span className={css.word}>
          <StatusMark status={line.status} /> {word}
        </span>
      </div>
    </td>
  );
}
