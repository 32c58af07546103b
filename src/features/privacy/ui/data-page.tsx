import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Erasure } from "./erasure.tsx";
import css from "./data.module.css";

const route = getRouteApi("/in/people/$personId/data");

/** What is kept about somebody: theirs to take, and for administrators to hand out or erase. */
export function DataPage() {
  const { personId } = route.useParams();
  const me = useQuery(read("/me", {}));
  const person = useQuery(read("/people/:personId", { personId }));
  if (me.isPending || person.isPending) return <Loading rungs={3} />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  if (person.isError) return <ErrorState error={person.error} retry={() => void person.refetch()} />;
  const own = me.data.person.id === personId;
  const { name } = person.data.person;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="person" to="/people/$personId" params={{ personId }}>
            {own ? "You" : name}
          </Link>,
        ]}
        title={own ? "What is kept about you" : `What is kept about ${name}`}
        tab="Personal data"
        answer={
          own
            ? "Everything that Rungs keeps about you, as one file: a page to read, and the same for programs."
            : "A copy for whoever asks for theirs, and the end of it once they have left. Both are in the audit log."
        }
      />
      <section className={css.part} aria-labelledby="copy">
        <h2 id="copy">A copy</h2>
        <p>
          {own
            ? "It holds what peers said of you only put together, as you were shown it, and nothing that is not released yet."
            : "It holds their results only where you may see those. Who said what as a peer is in no copy."}
        </p>
        <a className={buttonClass(own ? "main" : "plain")} href={`/api/v1/people/${personId}/data`} download>
          {own ? "Take a copy of my data" : `Take a copy of ${name}’s data`}
        </a>
        <Link to="/audit" search={own ? {} : { about: personId }}>
          {own ? "What you did, and what was done about you" : "What was done about them"}
        </Link>
      </section>
      {person.data.can["person.erase"] && !own && <Erasure personId={personId} />}
    </>
  );
}
