import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { read } from "../../../web/api.ts";
import { useOffers, usePlanBeside } from "../../../web/gap-beside.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { GapBar, optionsOf } from "./gap-bar.tsx";
import { GapBody } from "./gap-body.tsx";
import { GapOverlap } from "./gap-overlap.tsx";
import { GapShare } from "./gap-share.tsx";
import type { Picker } from "./gap-slots.ts";
import type { Gap } from "./gap-table.tsx";

const route = getRouteApi("/in/people/$personId/gap");

/** Where a person stands against a level, what is missing, and what would move them most. */
export function GapPage({ picker }: { picker: Picker }) {
  const { personId } = route.useParams();
  const search = route.useSearch();
  const gap = useQuery({
    ...read("/people/:personId/gap", { personId, ...search }),
    // Another target of the same person: the old report stays until the new one is here.
    placeholderData: (old, query) => (query?.queryKey[1].personId === personId ? old : undefined),
  });
  const target = gap.data?.target ?? null;
  const plan = usePlanBeside(personId, target);
  const offers = useOffers(target);
  const [sharing, setSharing] = useState(false);
  if (gap.isPending) return <Loading rungs={7} />;
  if (gap.error instanceof ApiError && gap.error.code === "invalid" && (search.target ?? search.version) !== undefined)
    return <NoSuchLevel personId={personId} />;
  if (gap.isError) return <ErrorState error={gap.error} retry={() => void gap.refetch()} />;
  const { data } = gap;
  if (!data.report || !data.target) return <NothingToMeasure gap={data} />;
  return (
    <GapBody
      gap={data}
      report={data.report}
      busy={gap.isPlaceholderData}
      crumbs={crumbsOf(data)}
      plan={plan}
      offers={offers}
      bar={
        <>
          <GapOverlap gap={data} />
          <GapBar gap={data} can={data.can} on={data.report.on} share={() => setSharing(!sharing)} sharing={sharing} />
          {sharing && <GapShare gap={data} search={search} picker={picker} close={() => setSharing(false)} />}
        </>
      }
    />
  );
}

/** The address asks for a level that no ladder in force has, or for a day that is none. */
function NoSuchLevel({ personId }: { personId: string }) {
  return (
    <>
      <PageHead title="No ladder has this level" />
      <Empty
        action={
          <Link to="/people/$personId/gap" params={{ personId }} className={buttonClass()}>
            Measure against the next level
          </Link>
        }
      >
        The address may be mistyped, or the level may have been in a version that is no longer in force.
      </Empty>
    </>
  );
}

export const crumbsOf = ({ person }: Gap) =>
  person.you
    ? [
        <Link key="home" to="/">
          Home
        </Link>,
      ]
    : [
        <Link key="people" to="/people">
          People
        </Link>,
        <Link key="person" to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>,
      ];

/** No level yet: what can be measured against has to be chosen. */
function NothingToMeasure({ gap }: { gap: Gap }) {
  const navigate = route.useNavigate();
  const who = gap.person.you ? "you" : gap.person.name;
  return (
    <>
      <PageHead crumbs={crumbsOf(gap)} title={gap.person.you ? "You are on no ladder yet" : `${gap.person.name} is on no ladder yet`} />
      <Empty
        action={
          <Link to="/ladders" className={buttonClass()}>
            Read the ladders
          </Link>
        }
      >
        A gap report measures against a level. Once somebody has placed {who} at one, it stands here.
      </Empty>
      {gap.targets.length > 0 && (
        <Select
          label={gap.person.you ? "Or measure yourself against" : "Or measure against"}
          options={[{ value: "", label: "a level of your choice" }, ...optionsOf(gap)]}
          value=""
          onChange={(target) => target !== "" && void navigate({ search: (old) => ({ ...old, target }) })}
        />
      )}
    </>
  );
}
