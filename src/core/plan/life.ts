import { manages, partners, self, type Member, type PersonSubject } from "../access/actor.ts";

export const planStates = ["draft", "agreed", "active", "done"] as const;
export type PlanState = (typeof planStates)[number];

/** On whose side of a plan somebody stands: the person's, or that of whoever answers for them. */
export type Side = "person" | "manager";

/** @returns null for whoever only reads it. Of their own plan everybody is the person, whatever else they are. */
export const sideOf = (actor: Member, person: PersonSubject): Side | null =>
  self(actor, person) ? "person" : manages(actor, person) || partners(actor, person) ? "manager" : null;

/** What decides which way a plan can go. `managed` false where the person reports to nobody: then their own word is enough. */
export type Life = {
  state: PlanState;
  person: boolean;
  manager: boolean;
  started: boolean;
  managed: boolean;
  /** Whether another plan of the person is not done. */
  another: boolean;
};

export const planActs = ["agree", "withdraw", "start", "close", "reopen"] as const;
export type PlanAct = (typeof planActs)[number];

/** Whether all have agreed whose word it needs. */
const settled = ({ person, manager, managed }: Life): boolean => person && (manager || !managed);

/** What a side can do with the plan as such just now, in the order in which a page offers it. */
export function actsOf(life: Life, side: Side): PlanAct[] {
  const { state, another } = life;
  if (state === "done") return another ? [] : ["reopen"];
  if (state === "draft") return [life[side] ? "withdraw" : "agree", "close"];
  return state === "agreed" ? ["start", "close"] : ["close"];
}

/**
 * The plan after an act of a side. Closed, it keeps how far it had come, so that opening it again leads back there.
 *
 * @returns null where that act is not open: `actsOf` says which are.
 */
export function afterAct(life: Life, act: PlanAct, side: Side): Life | null {
  if (!actsOf(life, side).includes(act)) return null;
  switch (act) {
    case "agree": {
      const agreed = { ...life, [side]: true };
      return { ...agreed, state: settled(agreed) ? "agreed" : "draft" };
    }
    case "withdraw":
      return { ...life, [side]: false };
    case "start":
      return { ...life, state: "active", started: true };
    case "close":
      return { ...life, state: "done" };
    case "reopen":
      return { ...life, state: life.started ? "active" : settled(life) ? "agreed" : "draft" };
  }
}

/** After a side has changed what is in a plan: of a draft, the other side has then agreed to something else, and is asked again. */
export const afterChange = (life: Life, side: Side): Life =>
  life.state !== "draft" ? life : side === "person" ? { ...life, manager: false } : { ...life, person: false };
