import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { actionWords, detailLines } from "../../../core/audit/words.ts";
import { read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital } from "../../../web/parts/words.ts";
import css from "./audit.module.css";
import { moment, Sentence } from "./entry-words.tsx";

const route = getRouteApi("/in/audit/$auditId");

/** One entry with everything that it says. */
export function EntryPage() {
  const { auditId } = route.useParams();
  const entry = useQuery(read("/audit/:auditId", { auditId }));
  if (entry.isPending) return <Loading rungs={3} />;
  if (entry.isError) return <ErrorState error={entry.error} retry={() => void entry.refetch()} />;
  const { id, at, action, by, about, details, address, requestId, seal } = entry.data;
  const person = (who: typeof by): ReactNode =>
    who && (
      <>
        <Link to="/people/$personId" params={{ personId: who.id }}>
          {who.name}
        </Link>{" "}
        (
        <Link to="/audit" search={{ by: who.id }}>
          what they did
        </Link>
        ,{" "}
        <Link to="/audit" search={{ about: who.id }}>
          what was done about them
        </Link>
        )
      </>
    );
  const facts: [string, ReactNode][] = [
    ["When", moment(at)],
    ["Done by", person(by)],
    ["About", person(about)],
    ...detailLines(details).map(({ label, value }): [string, ReactNode] => [label, value]),
    ["From the address", address],
    ["Sealed", seal === null ? "not yet; within a minute" : `in seal ${seal}`],
    ["Request", requestId],
    ["Entry", id],
  ];
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="log" to="/audit">
            Audit log
          </Link>,
        ]}
        title={capital(actionWords(action))}
        answer={<Sentence entry={entry.data} opens={false} />}
      />
      <dl className={css.facts}>
        {facts.map(
          ([label, value]) =>
            value !== null &&
            value !== "" && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
