import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Board } from "./board.tsx";
import { SetupPage } from "./setup-page.tsx";

const route = getRouteApi("/in/cycles/$cycleId");

/** A cycle: its set-up while it is one, then its board. */
export function CyclePage() {
  const { cycleId } = route.useParams();
  const cycle = useQuery(read("/cycles/:cycleId", { cycleId }));
  if (cycle.isPending) return <Loading />;
  if (cycle.isError) return <ErrorState error={cycle.error} retry={() => void cycle.refetch()} />;
  return cycle.data.state === "draft" && cycle.data.can.manage ? (
    <SetupPage key={cycleId} cycle={cycle.data} />
  ) : (
    <Board key={cycleId} cycle={cycle.data} />
  );
}
