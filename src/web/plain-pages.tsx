import { Empty } from "./parts/empty.tsx";
import { PageHead } from "./parts/page-head.tsx";

export function InsightsPage() {
  return (
    <>
      <PageHead title="Nothing to show yet" tab="Insights" />
      <Empty>What can be said about many people together will stand here, never about one.</Empty>
    </>
  );
}
