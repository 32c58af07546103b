import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { thawed } from "../../../core/gap/frozen.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { longDate } from "../../../web/parts/words.ts";
import { stateOf } from "./copies-page.tsx";
import css from "./copy.module.css";
import { GapBody } from "./gap-body.tsx";

const route = getRouteApi("/in/reports/shared/$copyId");
type Copy = Reply<"/reports/shared/:copyId">;

const crumbs = [
  <Link key="shared" to="/reports/shared">
    Shared gap reports
  </Link>,
];

/** A copy of a gap report, drawn from what was kept of it. */
export function CopyPage() {
  const { copyId } = route.useParams();
  const copy = useQuery(read("/reports/shared/:copyId", { copyId }));
  const me = useQuery(read("/me", {}));
  if (copy.isPending || me.isPending) return <Loading rungs={7} />;
  if (copy.isError) return <ErrorState error={copy.error} retry={() => void copy.refetch()} />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  if (copy.data.report === null) return <TakenBack copy={copy.data} />;
  const gap = thawed(copy.data.report, me.data.person.id);
  if (gap.report === null) return <TakenBack copy={copy.data} />;
  return <GapBody gap={gap} report={gap.report} crumbs={crumbs} bar={<Facts copy={copy.data} me={me.data.person.id} />} />;
}

function TakenBack({ copy }: { copy: Copy }) {
  return (
    <>
      <PageHead crumbs={crumbs} title="This copy was taken back" />
      <Empty
        action={
          <Link to="/reports/shared" className={buttonClass()}>
            See what is shared with you
          </Link>
        }
      >
        {copy.by.name} shared it with you on {longDate(copy.sharedAt)}
        {copy.revokedAt === null ? "." : `, and it was taken back on ${longDate(copy.revokedAt)}.`} Ask {copy.person.name} if you need it
        again.
      </Empty>
    </>
  );
}

/** Of what day the copy is, who handed it to whom, and the ways to take it away or back. */
function Facts({ copy, me }: { copy: Copy; me: string }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoking = useMutation({
    mutationFn: () => api("POST", "/reports/shared/:copyId/revocation", { copyId: copy.id }),
    onSuccess: async () => {
      setSure(false);
      await queries.invalidateQueries({ queryKey: ["/reports/shared/:copyId"] });
      await queries.invalidateQueries({ queryKey: ["/reports/shared"] });
    },
  });
  const reader = copy.with.id === me ? "you" : copy.with.name;
  const sharer = copy.by.id === me ? "You" : copy.by.name;
  return (
    <>
      <Bar
        tools={
          <>
            <a className={buttonClass("quiet")} href={`/api/v1/reports/shared/${copy.id}/pdf`} download>
              PDF
            </a>
            <a className={buttonClass("quiet")} href={`/api/v1/reports/shared/${copy.id}/document`} download>
              Keep the text
            </a>
            <Button kind="quiet" className={css.print ?? ""} onClick={() => window.print()}>
              Print
            </Button>
            {copy.can["copy.revoke"] && (
              <Button kind="quiet" aria-expanded={sure} onClick={() => setSure(!sure)}>
                Take it back
              </Button>
            )}
          </>
        }
      >
        <p className={css.facts}>
          A copy of {longDate(copy.on)}. {sharer} shared it with {reader} on {longDate(copy.sharedAt)}.{" "}
          {copy.with.id === me ? "" : `${stateOf(copy)}.`}
        </p>
      </Bar>
      {copy.note !== null && <blockquote className={css.note}>{copy.note}</blockquote>}
      {sure && (
        <div className={css.sure}>
          <p>{reader} will read it no more, and see that it was taken back. What they have read or printed they keep.</p>
          <div className={css.acts}>
            <Button busy={revoking.isPending && "Taking back…"} onClick={() => revoking.mutate()}>
              Take the copy back
            </Button>
            <Button kind="quiet" onClick={() => setSure(false)}>
              Leave it
            </Button>
          </div>
        </div>
      )}
      <p role={revoking.isError ? "alert" : "status"} className={revoking.isError ? css.fault : css.told}>
        {revoking.isError && "It could not be taken back: Rungs did not answer. Try again."}
        {copy.revokedAt !== null && `Taken back on ${longDate(copy.revokedAt)}: ${reader} reads it no more.`}
      </p>
    </>
  );
}
