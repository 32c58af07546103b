import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { keptAnswers } from "./answers-kept.ts";
import { AnswersStore, type Form } from "./answers-store.ts";
import { AnswersSync } from "./answers-sync.ts";
import { FormBody } from "./form-body.tsx";

const route = getRouteApi("/in/reviews/$reviewId/assessments/$assessmentId");

/** What one rater writes of one person. */
export function FormPage() {
  const { reviewId, assessmentId } = route.useParams();
  const me = useQuery(read("/me", {}));
  const form = useQuery({
    ...read("/reviews/:reviewId/assessments/:assessmentId", { reviewId, assessmentId }),
    // Read once as the page opens; from then on what is saved is known here.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  if (form.isError) return <ErrorState error={form.error} retry={() => void form.refetch()} />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  if (!form.data || !me.data) return <Loading rungs={7} />;
  if (form.data.review.competencies.length === 0) return <NothingAsked form={form.data} />;
  return <Opened key={assessmentId} form={form.data} me={me.data.person.id} />;
}

function NothingAsked({ form }: { form: Form }) {
  return (
    <>
      <PageHead title="Nothing is asked here" />
      <Empty
        action={
          <Link to="/reviews" className={buttonClass()}>
            Back to your reviews
          </Link>
        }
      >
        The level {form.review.level.title} has no expectations in this version of its ladder.
      </Empty>
    </>
  );
}

function Opened({ form, me }: { form: Form; me: string }) {
  const [open, setOpen] = useState<{ store: AnswersStore; sync: AnswersSync } | null>(null);
  useEffect(() => {
    let end: (() => void) | null = null;
    let left = false;
    const begin = async () => {
      const { keeper, kept } = await keptAnswers(me, form.assessment.id);
      if (left) return keeper.close();
      const store = new AnswersStore(form, keeper, kept);
      const sync = new AnswersSync(store);
      const stop = sync.start();
      end = () => {
        stop();
        keeper.close();
      };
      setOpen({ store, sync });
    };
    void begin();
    return () => {
      left = true;
      end?.();
    };
  }, [form, me]);
  if (open === null) return <Loading rungs={7} />;
  return <FormBody store={open.store} sync={open.sync} />;
}
