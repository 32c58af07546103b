import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "../../../web/parts/button.tsx";
import { spoken } from "../../../web/parts/words.ts";
import s from "./gap-plan.module.css";
import type { PlanBeside, Wanted } from "../../../web/gap-beside.ts";

/** Puts one gap on the plan, or says that it is there. */
export function PlanAct({ plan, thing }: { plan: PlanBeside; thing: Wanted }) {
  const adding = useMutation({ mutationFn: async () => plan.add?.([thing]) });
  if (plan.has(thing.kind, thing.id)) {
    return (
      <Link to="/people/$personId/plan" params={{ personId: plan.personId }} className={s.there}>
        In plan<span className="hidden">: {thing.title}</span>
      </Link>
    );
  }
  if (plan.add === null) return null;
  return (
    <Button kind="quiet" className={s.act ?? ""} busy={adding.isPending && "Adding…"} onClick={() => adding.mutate()}>
      {adding.isError ? "Again" : "Plan"}
      <span className="hidden">: {adding.isError ? `${thing.title} is not on the plan yet` : `add ${thing.title} to the plan`}</span>
    </Button>
  );
}

/** How many the one button adds at most. */
const FIRST = 3;

/** Puts what moves most on the plan in one act; what is there already is passed over. */
export function PlanFirst({ plan, things, whose }: { plan: PlanBeside; things: readonly Wanted[]; whose: string }) {
  const left = things.filter(({ kind, id }) => !plan.has(kind, id)).slice(0, FIRST);
  const adding = useMutation({ mutationFn: async () => plan.add?.(left) });
  if (plan.add === null) return null;
  if (left.length === 0) return things.length === 0 ? null : <p className={s.done}>All of these are on {whose} plan.</p>;
  const begun = left.length < Math.min(FIRST, things.length) || things.some(({ kind, id }) => plan.has(kind, id));
  const words = left.length === 1 ? (begun ? "the next one" : "this one") : `the ${begun ? "next" : "first"} ${spoken(left.length)}`;
  return (
    <div className={s.first}>
      <Button kind="main" busy={adding.isPending && "Adding…"} onClick={() => adding.mutate()}>
        Add {words} to {whose} plan
      </Button>
      <p role="status" className={s.fault}>
        {adding.isError && "Not all of them could be added. What was added is marked; press again for the rest."}
      </p>
    </div>
  );
}
