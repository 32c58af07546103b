import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { read, type Reply } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, longDate, shortDate, spoken } from "../../../web/parts/words.ts";
import { PeopleOnRail } from "./people-on-rail.tsx";
import s from "./person-page.module.css";

type Person = Reply<"/people/:personId">;
const route = getRouteApi("/in/people/$personId");

/** One person: where they stand, to whom and who to them; history and records as far as the reader may see. */
export function PersonPage() {
  const { personId } = route.useParams();
  const person = useQuery(read("/people/:personId", { personId }));
  const me = useQuery(read("/me", {})).data;
  if (person.isPending) return <Loading />;
  if (person.isError) return <ErrorState error={person.error} retry={() => void person.refetch()} />;
  return <Page {...person.data} you={me?.person.id === personId} />;
}

function Page({ person, line, reports, history, records, can, you }: Person & { you: boolean }) {
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title={person.name}
        answer={<Answer person={person} you={you} reports={reports.length} />}
        tools={
          can["gap.read"] &&
          person.place && (
            <Link to="/people/$personId/gap" params={{ personId: person.id }} className={buttonClass()}>
              {you ? "Read your gap report" : "Read the gap report"}
            </Link>
          )
        }
      />
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          {reports.length > 0 && (
            <section aria-labelledby="reports">
              <h2 id="reports">{you ? "Your people" : "Reports"}</h2>
              <PeopleOnRail people={reports} />
            </section>
          )}
          {history && <History history={history} you={you} />}
          {records && <Records records={records} who={you ? "you hold" : `${person.name} holds`} />}
          {!history && reports.length === 0 && (
            <p className="q3">What else is written of {person.name} is for those who answer for them.</p>
          )}
        </div>
        {line.length > 0 && (
          <section className={s.line} aria-labelledby="line">
            <h2 id="line">Reporting line</h2>
            <ol>
              {line.toReversed().map((manager) => (
                <li key={manager.id}>
                  <Link to="/people/$personId" params={{ personId: manager.id }}>
                    {manager.name}
                  </Link>
                </li>
              ))}
              <li className={s.here} aria-current="true">
                {you ? `${person.name}, you` : person.name}
              </li>
            </ol>
          </section>
        )}
      </div>
    </>
  );
}

function Answer({ person, you, reports }: { person: Person["person"]; you: boolean; reports: number }) {
  const who = you ? "You are" : "Is";
  return (
    <>
      {person.place ? (
        <>
          {you ? "You are " : ""}
          <strong>{person.place.levelTitle}</strong> on{" "}
          <Link to="/ladders/$slug" params={{ slug: person.place.framework }}>
            {person.place.frameworkTitle}
          </Link>
          {" since "}
          {longDate(person.place.from)}
        </>
      ) : (
        `${who} on no ladder yet`
      )}
      {person.team && <>, in {person.team}</>}.
      {person.manager && (
        <>
          {" "}
          {you ? "You report" : "Reports"} to {person.manager.name}.
        </>
      )}
      {reports > 0 && (
        <>
          {" "}
          {reports === 1 ? "One person reports" : `${capital(spoken(reports))} people report`} to {you ? "you" : "them"}.
        </>
      )}
    </>
  );
}

function History({ history, you }: { history: NonNullable<Person["history"]>; you: boolean }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{you ? "Your way so far" : "The way so far"}</h2>
      {history.length === 0 ? (
        <p className="q3">No level is on record yet.</p>
      ) : (
        <ol className={s.history}>
          {history.map((place) => (
            <li key={`${place.framework}/${place.level}/${place.from}`} className={place.to === null ? s.now : undefined}>
              <span>
                <Link to="/ladders/$slug/levels/$level" params={{ slug: place.framework, level: place.level }}>
                  {place.levelTitle}
                </Link>
                <small>
                  {place.frameworkTitle}, version {place.version}
                </small>
              </span>
              <span className={s.dates}>
                {place.to === null ? `since ${shortDate(place.from)}` : `${shortDate(place.from)} to ${shortDate(place.to)}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Records({ records, who }: { records: NonNullable<Person["records"]>; who: string }) {
  return (
    <section aria-labelledby="records">
      <h2 id="records">What {who}</h2>
      {records.length === 0 ? (
        <p className="q3">No qualification, training or check is on record yet.</p>
      ) : (
        <ul className={s.records}>
          {records.map((record) => (
            <li key={record.id}>
              <span>
                {record.title}
                <small>
                  {[capital(record.kind), record.regulated, record.validMonths === null ? null : `counts for ${record.validMonths} months`]
                    .filter(Boolean)
                    .join(", ")}
                </small>
              </span>
              <span className={s.dates}>{shortDate(record.on)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
