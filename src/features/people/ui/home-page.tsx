import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerLine } from "../../../core/gap/answer.ts";
import { read, type Reply } from "../../../web/api.ts";
import { SmallLadder } from "../../../web/figures/small-ladder.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Runs } from "../../../web/parts/why.tsx";
import { longDate } from "../../../web/parts/words.ts";
import s from "./home-page.module.css";
import { AskedOfYou, isAsked, useAsked } from "./home-asked.tsx";
import { MovesMost, Readiness } from "./home-figures.tsx";
import { PeopleOnRail } from "./people-on-rail.tsx";

type Me = Reply<"/me">;
type Gap = Reply<"/people/:personId/gap">;
/** How many of one's people Home shows; the rest stand in the directory. */
const mostPeople = 50;

/** Where I stand, what would move me most, and my people. */
export function HomePage() {
  const me = useQuery(read("/me", {}));
  const gap = useQuery({ ...read("/people/:personId/gap", { personId: me.data?.person.id ?? "" }), enabled: me.isSuccess });
  const people = useQuery({
    ...read("/people", { manager: me.data?.person.id ?? "", limit: mostPeople }),
    enabled: me.isSuccess && me.data.reports > 0,
  });
  for (const query of [me, gap, people]) {
    if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  }
  if (!me.data || !gap.data) return <Loading />;
  return <Page me={me.data} gap={gap.data} people={people.data} />;
}

function headline({ report, target }: Gap): string {
  if (!report || !target) return "You are on no ladder yet";
  if (target.relation === "current") return `You stand as ${target.levelTitle}`;
  return report.ready ? `You are ready for ${target.levelTitle}` : `Your next rung is ${target.levelTitle}`;
}

function Page({ me, gap, people }: { me: Me; gap: Gap; people: Reply<"/people"> | undefined }) {
  const { report, target } = gap;
  const manages = me.reports > 0;
  const { place } = me.person;
  const asked = useAsked();
  const waits = isAsked(asked);
  const towards = target?.relation === "current" ? undefined : target?.levelTitle;
  const rungs = gap.ladder.map(({ level, title, you, aim }) => ({ id: level, title, you, aim }));
  const ladder = rungs.length > 1 && <SmallLadder rungs={rungs} you="you" />;
  const most = report && target && <MovesMost gap={gap} report={report} />;
  return (
    <>
      <PageHead
        crumbs={[report ? longDate(report.on) : me.organisation.name]}
        title={headline(gap)}
        tab="Home"
        answer={
          report ? (
            <Runs runs={answerLine(report, { you: true }, { ownLevel: target?.relation === "current" })} />
          ) : (
            "Once somebody has placed you at a level, what the next one asks of you stands here."
          )
        }
        tools={
          report ? (
            <Link to="/people/$personId/gap" params={{ personId: me.person.id }} className={buttonClass(waits ? "plain" : "main")}>
              Read your gap report
            </Link>
          ) : (
            <Link to="/ladders" className={buttonClass()}>
              Read the ladders
            </Link>
          )
        }
      />
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          {waits && <AskedOfYou asked={asked} />}
          {!manages && report && <Readiness report={report} of={towards} />}
          {!manages && <div className={s.most}>{most}</div>}
          {manages && <YourPeople me={me} people={people} />}
        </div>
        {(ladder || manages) && (
          <div className={s.margin}>
            <section aria-labelledby="you">
              <h2 id="you">You</h2>
              {ladder && <div className={s.ladder}>{ladder}</div>}
              {manages && report && <Readiness report={report} of={towards} />}
              {!ladder && <p className="q3">{place ? `${place.levelTitle}, ${place.frameworkTitle}` : "On no ladder yet."}</p>}
            </section>
            {manages && most}
          </div>
        )}
      </div>
    </>
  );
}

function YourPeople({ me, people }: { me: Me; people: Reply<"/people"> | undefined }) {
  return (
    <section aria-labelledby="people">
      <h2 id="people">Your people</h2>
      {people === undefined ? (
        <Loading rungs={3} />
      ) : people.items.length === 0 ? (
        <Empty>Nobody reports to you today.</Empty>
      ) : (
        <PeopleOnRail people={people.items} />
      )}
      {people?.next && (
        <p className={s.more}>
          <Link to="/people" search={{ manager: me.person.id }} className={buttonClass()}>
            Show all who report to you
          </Link>
        </p>
      )}
    </section>
  );
}
