import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState, type ComponentType } from "react";
import { api, read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { PersonTabs } from "../../../web/person-tabs.tsx";
import { capital, longDate, shortDate, spoken } from "../../../web/parts/words.ts";
import { PeopleOnRail } from "./people-on-rail.tsx";
import { PersonEdit } from "./person-edit.tsx";
import { Corrections, Employment, History } from "./person-facts.tsx";
import { type Editing, type Person } from "./person-fields.tsx";
import edit from "./person-edit.module.css";
import s from "./person-page.module.css";

const route = getRouteApi("/in/people/$personId");

/** What shows the records of a person; a capability of its own. */
export type RecordsOf = ComponentType<{ personId: string; name: string; you: boolean }>;
export type DirectionOf = ComponentType<{ personId: string }>;

/** One person: where they stand, to whom and who to them; history and records as far as the reader may see, and changed by who may. */
export function PersonPage({ records, direction }: { records: RecordsOf; /** Where they want to go next. */ direction: DirectionOf }) {
  const { personId } = route.useParams();
  const person = useQuery(read("/people/:personId", { personId }));
  const me = useQuery(read("/me", {})).data;
  if (person.isPending) return <Loading />;
  if (person.isError) return <ErrorState error={person.error} retry={() => void person.refetch()} />;
  return <Page key={personId} page={person.data} you={me?.person.id === personId} Records={records} Direction={direction} />;
}

function Page({ page, you, Records, Direction }: { page: Person; you: boolean; Records: RecordsOf; Direction: DirectionOf }) {
  const { person, reports, can } = page;
  const me = useQuery(read("/me", {})).data;
  const [editing, setEditing] = useState<Editing | null>(null);
  const [said, setSaid] = useState("");
  const back = useRef<HTMLElement | null>(null);
  const open = (what: Editing) => {
    back.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSaid("");
    setEditing(what);
  };
  const close = (done: boolean) => {
    setEditing(null);
    setSaid(done ? "Saved." : "");
    back.current?.focus();
  };
  const mayPlace = can["person.place"] ? open : null;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title={person.name}
        answer={<Answer page={page} you={you} />}
        tools={
          <>
            {can["gap.read"] && person.place && (
              <Link to="/people/$personId/gap" params={{ personId: person.id }} className={buttonClass()}>
                {you ? "Read your gap report" : "Read the gap report"}
              </Link>
            )}
            {can["checkin.start"] && (
              <Link to="/people/$personId/check-in" params={{ personId: person.id }} className={buttonClass()}>
                Hold a check-in
              </Link>
            )}
            {can["person.export"] && (
              <Link to="/people/$personId/data" params={{ personId: person.id }} className={buttonClass("quiet")}>
                Personal data
              </Link>
            )}
            {me?.can["role.list"] && (
              <Link to="/settings/roles" search={{ person: person.id }} className={buttonClass("quiet")}>
                {you ? "Your roles" : "Roles"}
              </Link>
            )}
          </>
        }
      />
      {can["gap.read"] && (
        <Bar>
          <PersonTabs personId={person.id} you={you} />
        </Bar>
      )}
      <p role={said === "" ? undefined : "alert"} className={s.said}>
        {said}
      </p>
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          {can["person.edit"] && editing === null && <Changes page={page} onOpen={open} onSaid={setSaid} />}
          {editing !== null && <PersonEdit key={JSON.stringify(editing)} page={page} editing={editing} onClose={close} />}
          {reports.length > 0 && (
            <section aria-labelledby="reports">
              <h2 id="reports">{you ? "Your people" : "Reports"}</h2>
              <PeopleOnRail people={reports} />
              {page.reportsTotal > reports.length && (
                <p>
                  <Link to="/people" search={{ manager: person.id }} className={buttonClass()}>
                    Show all {page.reportsTotal}
                  </Link>
                </p>
              )}
            </section>
          )}
          <History page={page} you={you} right={mayPlace} />
          <Employment page={page} right={mayPlace} />
          {can["person.records"] && <Records personId={person.id} name={person.name} you={you} />}
          <Corrections corrections={page.corrections} />
          {!page.history && reports.length === 0 && (
            <p className="q3">What else is written of {person.name} is for those who answer for them.</p>
          )}
        </div>
        <div className={s.margin}>
          {can["gap.read"] && <Direction personId={person.id} />}
          <Facts page={page} />
          <ReportingLine page={page} you={you} />
        </div>
      </div>
    </>
  );
}

function Answer({ page, you }: { page: Person; you: boolean }) {
  const { person, employment, today, reportsTotal } = page;
  const away = employment?.leave.find(({ from, to }) => from <= today && (to === null || to >= today));
  const gone = person.leftOn !== null && person.leftOn <= today;
  return (
    <>
      {gone && (
        <>
          <strong>Has left</strong> on {longDate(person.leftOn ?? today)}.{" "}
        </>
      )}
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
        `${you ? "You are" : "Is"} on no ladder yet`
      )}
      {person.team && <>, in {person.team}</>}.
      {person.manager && (
        <>
          {" "}
          {you ? "You report" : "Reports"} to {person.manager.name}.
        </>
      )}
      {reportsTotal > 0 && (
        <>
          {" "}
          {reportsTotal === 1 ? "One person reports" : `${capital(spoken(reportsTotal))} people report`} to {you ? "you" : "them"}.
        </>
      )}
      {away && <> On leave{away.to === null ? "" : ` until ${longDate(away.to)}`}.</>}
      {!gone && person.leftOn !== null && <> Leaves on {longDate(person.leftOn)}.</>}
    </>
  );
}

/** What is written of somebody, in a line each. */
function Facts({ page: { teams, email, location, employment } }: { page: Person }) {
  const lines: readonly [string, string | null | undefined][] = [
    ["Team", teams.map(({ name }) => name).join(" › ") || null],
    ["Location", location],
    ["E-mail", email],
    ["Employee number", employment?.employeeNumber],
    ["Started", employment?.startedOn ? shortDate(employment.startedOn) : null],
    ["Works", employment ? (employment.share === 1 ? "full time" : `${Math.round(employment.share * 1000) / 10}% of full time`) : null],
  ];
  const known = lines.filter(([, value]) => value !== null && value !== undefined);
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">About</h2>
      <dl className={s.facts}>
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ReportingLine({ page: { person, line }, you }: { page: Person; you: boolean }) {
  if (line.length === 0) return null;
  return (
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
      <p className="noprint">
        <Link to="/people/chart" search={{ alone: person.id }}>
          Show in the org chart
        </Link>
      </p>
    </section>
  );
}

const actWords: Readonly<Record<NonNullable<Person["lastAct"]>["kind"], string>> = {
  add: "added by hand",
  edit: "what is written of them changed",
  place: "a placement",
  manager: "a reporting line",
  leave: "leave",
  share: "working time",
  depart: "that they leave",
  return: "that they are back",
};

/** What may be changed, and the last that was, which can be taken back. */
function Changes({ page, onOpen, onSaid }: { page: Person; onOpen: (editing: Editing) => void; onSaid: (text: string) => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { person, lastAct } = page;
  const undo = useMutation({
    mutationFn: (act: string) =>
      api("POST", "/people/:personId/undo", { personId: person.id, act }, { headers: { "if-match": `"${page.tag}"` } }),
    onSuccess: async ({ gone }) => {
      if (gone) await navigate({ to: "/people" });
      onSaid("Taken back.");
      await queries.invalidateQueries();
    },
  });
  const acts: readonly [Editing, string][] = [
    [{ what: "details" }, "Edit what is written"],
    [{ what: "place" }, "Place at a level"],
    [{ what: "line" }, "Change the manager"],
    [{ what: "leave" }, "Record leave"],
    [{ what: "share" }, "Change working time"],
    person.leftOn === null ? [{ what: "depart" }, "Record that they leave"] : [{ what: "return" }, "Record that they stay or are back"],
  ];
  return (
    <section aria-label={`Change ${person.name}`}>
      <div className={edit.acts}>
        {acts.map(([what, words]) => (
          <Button key={words} onClick={() => onOpen(what)}>
            {words}
          </Button>
        ))}
      </div>
      {lastAct && (
        <p className={edit.last}>
          Last recorded: {actWords[lastAct.kind]}
          {lastAct.by !== null && ` by ${lastAct.by}`} on {shortDate(lastAct.at)}.{" "}
          <Button kind="quiet" busy={undo.isPending && "Taking back…"} onClick={() => undo.mutate(lastAct.id)}>
            Take it back
          </Button>
        </p>
      )}
      {undo.isError && (
        <p role="alert" className={edit.fault}>
          {undo.error.message}
        </p>
      )}
    </section>
  );
}
