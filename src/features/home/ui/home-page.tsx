import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerLine } from "../../../core/gap/answer.ts";
import { fullDate } from "../../../core/home/days.ts";
import { headline } from "../../../core/home/headline.ts";
import { read, type Reply } from "../../../web/api.ts";
import { SmallLadder } from "../../../web/figures/small-ladder.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Runs } from "../../../web/parts/why.tsx";
import { Asked, askedRows, type HomeReply } from "./asked.tsx";
import { MovesMost, Readiness } from "./home-figures.tsx";
import s from "./home-page.module.css";
import { Office } from "./office.tsx";
import { StartLine } from "./start-line.tsx";
import { LargestGaps, YourLearning, YourPlan } from "./you.tsx";
import { YourPeople } from "./your-people.tsx";

type Me = Reply<"/me">;
type Gap = Reply<"/people/:personId/gap">;

/** What is asked of me today, then my people and what I answer for, and in the margin where I stand. */
export function HomePage() {
  const me = useQuery(read("/me", {}));
  const home = useQuery({ ...read("/home", {}), staleTime: 0 });
  const gap = useQuery({ ...read("/people/:personId/gap", { personId: me.data?.person.id ?? "" }), enabled: me.isSuccess });
  for (const query of [me, home, gap]) {
    if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  }
  if (!me.data || !home.data || !gap.data) return <Loading />;
  return <Page me={me.data} home={home.data} gap={gap.data} />;
}

/** What is so where nothing waits. */
function standing({ report, target }: Gap, { office, start }: HomeReply, organisation: string): string {
  if (!report || !target) {
    if (start?.upNext === "ladder") return `${organisation} has no ladder yet`;
    return office !== null ? "Nothing waits for you today" : "You are on no ladder yet";
  }
  if (target.relation === "current") return `You stand as ${target.levelTitle}`;
  return report.ready ? `You are ready for ${target.levelTitle}` : `Your next rung is ${target.levelTitle}`;
}

/** While an organisation is being set up, that nothing is there yet has been said. */
const underWay = ({ cycles, drafts, ownerless, looks, expiring, barriers }: NonNullable<HomeReply["office"]>): boolean =>
  cycles.length + drafts.all + ownerless.all + looks.all + expiring.expired + expiring.expiring + barriers.open > 0;

function Page({ me, home, gap }: { me: Me; home: HomeReply; gap: Gap }) {
  const { report, target } = gap;
  const { office } = home;
  const rows = askedRows(home, me.person.id);
  const waiting = headline({ toWrite: home.asked.toWrite, results: home.asked.results.map(({ title }) => title) }, home.today);
  const waits = rows.length > 0;
  const manages = me.reports > 0;
  // Whoever answers for others reads first what they are to do for them; where they stand themselves is in the margin.
  const aside = manages || office !== null;
  const towards = target?.relation === "current" ? undefined : target?.levelTitle;
  return (
    <>
      <PageHead
        crumbs={[fullDate(home.today)]}
        title={waiting ?? standing(gap, home, me.organisation.name)}
        tab="Home"
        answer={
          report
            ? waiting === null && <Runs runs={answerLine(report, { you: true }, { ownLevel: target?.relation === "current" })} />
            : aside || home.start !== null
              ? null
              : "Once somebody has placed you at a level, what the next one asks of you stands here."
        }
        tools={
          report ? (
            <Link
              to="/people/$personId/gap"
              params={{ personId: me.person.id }}
              className={buttonClass(waits || home.start !== null ? "plain" : "main")}
            >
              Read your gap report
            </Link>
          ) : home.start?.upNext === "ladder" ? null : (
            <Link to="/ladders" className={buttonClass()}>
              Read the ladders
            </Link>
          )
        }
      />
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          {home.start && <StartLine start={home.start} main={!waits} />}
          {waits && <Asked rows={rows} named={waiting !== null} />}
          {office && (home.start === null || underWay(office)) && (
            <Office office={office} create={home.can["cycle.create"] && !home.start} />
          )}
          {manages && <YourPeople cycle={home.cycle} you={me.person.id} />}
          {!aside && report && (
            <>
              <Readiness report={report} of={towards} />
              <div className={s.most}>{target && <MovesMost gap={gap} report={report} />}</div>
            </>
          )}
        </div>
        <div className={s.margin}>
          <You gap={gap} me={me} aside={aside} towards={towards} />
          {aside && <LargestGaps gap={gap} />}
          {(report || home.plan) && <YourPlan plan={home.plan} me={me.person.id} />}
          {(report || home.learned.minutes > 0) && <YourLearning learned={home.learned} />}
        </div>
      </div>
    </>
  );
}

/** Where one stands on one's ladder. */
function You({ gap, me, aside, towards }: { gap: Gap; me: Me; aside: boolean; towards: string | undefined }) {
  const rungs = gap.ladder.map(({ level, title, you, aim }) => ({ id: level, title, you, aim }));
  const { place } = me.person;
  return (
    <section aria-labelledby="you">
      <h2 id="you">You</h2>
      {rungs.length > 1 ? (
        <div className={s.ladder}>
          <SmallLadder rungs={rungs} you="you" />
        </div>
      ) : (
        <p className="q3">{place ? `${place.levelTitle}, ${place.frameworkTitle}` : "On no ladder yet."}</p>
      )}
      {aside && gap.report && <Readiness report={gap.report} of={towards} />}
      {place && (
        <p className="small">
          <Link to="/pathways">Where it can take you</Link>
        </p>
      )}
    </section>
  );
}
