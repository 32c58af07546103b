import type { CpdKind } from "../../core/cpd/entry.ts";
import type { Tx } from "../../http/route.ts";
import type { Employee } from "./careers.ts";
import { orgId, personId } from "./fernhithe.ts";
import { insert } from "./insert.ts";
import { at, between, draw, id, pick, type Calendar } from "./seed.ts";
import { known } from "./write-ladders.ts";

/** Who keeps the list: the people partner. */
const KEEPER = 96;
const AMARA = 13;

type Serves = readonly [framework: string, what: "expectation" | "requirement", thing: string];
type Resource = {
  key: string;
  kind: CpdKind;
  title: string;
  provider: string | null;
  minutes: number | null;
  /** In pence; null where it is not known. */
  cost: number | null;
  link: boolean;
  note: string | null;
  serves: readonly Serves[];
};

const expects = (framework: string, ...things: string[]): Serves[] => things.map((thing) => [framework, "expectation", thing]);
const requires = (framework: string, ...things: string[]): Serves[] => things.map((thing) => [framework, "requirement", thing]);

const resources: readonly Resource[] = [
  {
    key: "first-line",
    kind: "course",
    title: "Leading a team for the first time",
    provider: "Fernhithe Academy",
    minutes: 720,
    cost: 24_000,
    link: true,
    note: "Two days, a month apart. Ask for it two months ahead.",
    serves: expects("operations", "operations-manager-people-management", "operations-manager-hiring-and-onboarding"),
  },
  {
    key: "shadow-planning",
    kind: "on-the-job",
    title: "A week beside a planner",
    provider: "Operations",
    minutes: 450,
    cost: 0,
    link: false,
    note: "Ask any operations manager: there is a place every month.",
    serves: expects("operations", "operations-manager-capacity-planning", "operations-manager-process-design"),
  },
  {
    key: "measures",
    kind: "reading",
    title: "Numbers that people act on",
    provider: null,
    minutes: 180,
    cost: 0,
    link: true,
    note: null,
    serves: expects("operations", "operations-manager-data-fluency", "specialist-analyst-data-fluency"),
  },
  {
    key: "risk",
    kind: "course",
    title: "Keeping a service going when things fail",
    provider: "Fernhithe Academy",
    minutes: 240,
    cost: 9_500,
    link: true,
    note: null,
    serves: expects("operations", "operations-manager-risk-and-resilience"),
  },
  {
    key: "safeguarding",
    kind: "course",
    title: "Safeguarding adults, the yearly refresher",
    provider: "Fernhithe Academy",
    minutes: 90,
    cost: 0,
    link: true,
    note: "On line, at any hour; the certificate comes by e-mail.",
    serves: [
      ...requires("care", "care-worker-safeguarding", "senior-care-worker-safeguarding", "care-coordinator-safeguarding"),
      ...expects("care", "care-worker-safeguarding", "senior-care-worker-safeguarding"),
      ...requires("operations", "operations-manager-safeguarding"),
    ],
  },
  {
    key: "medication",
    kind: "course",
    title: "Giving medication safely",
    provider: "Valley Care College",
    minutes: 360,
    cost: 6_500,
    link: true,
    note: null,
    serves: [...requires("care", "care-worker-medication"), ...expects("care", "care-worker-medication", "senior-care-worker-medication")],
  },
  {
    key: "care-circle",
    kind: "network",
    title: "The care workers’ circle",
    provider: "Fernhithe",
    minutes: 60,
    cost: 0,
    link: false,
    note: "Every first Tuesday at two, in a home near you or by telephone.",
    serves: expects("care", "care-worker-emotional-support", "care-worker-diverse-needs"),
  },
  {
    key: "diploma-3",
    kind: "course",
    title: "Level 3 Diploma in Adult Care",
    provider: "Valley Care College",
    minutes: 22_800,
    cost: 135_000,
    link: true,
    note: "A year of evenings. Ask about funding before you enrol.",
    serves: requires("care", "care-coordinator-level-3-diploma"),
  },
];

type Logged = {
  title: string;
  kind: CpdKind;
  minutes: number;
  provider?: string;
  resource?: string;
  reflection?: string;
  serves?: readonly string[];
};

const inCare: readonly [Logged, ...Logged[]] = [
  {
    title: "Safeguarding adults, the yearly refresher",
    kind: "course",
    minutes: 90,
    provider: "Fernhithe Academy",
    resource: "safeguarding",
  },
  { title: "Giving medication safely", kind: "course", minutes: 360, provider: "Valley Care College", resource: "medication" },
  { title: "The care workers’ circle", kind: "network", minutes: 60, resource: "care-circle" },
  { title: "A shift beside a nurse", kind: "on-the-job", minutes: 450 },
  { title: "Moving people with dignity", kind: "course", minutes: 180, provider: "Fernhithe Academy" },
  { title: "Talking with families at the end of life", kind: "event", minutes: 120, provider: "Valley Hospice" },
];
const inOperations: readonly [Logged, ...Logged[]] = [
  { title: "Numbers that people act on", kind: "reading", minutes: 180, resource: "measures" },
  { title: "A morning in the control room", kind: "on-the-job", minutes: 240 },
  { title: "Supply meet-up of the county", kind: "event", minutes: 150 },
  { title: "Keeping a service going when things fail", kind: "course", minutes: 240, provider: "Fernhithe Academy", resource: "risk" },
  { title: "An hour with my mentor", kind: "mentoring", minutes: 60 },
];

/** Amara's, whom the first pages of the guide follow: days ago, and who vouches. */
const hers: readonly (Logged & { ago: number; state: "verified" | "waiting" | "changed" })[] = [
  {
    ago: 12,
    state: "waiting",
    title: "A morning beside the planner",
    kind: "on-the-job",
    minutes: 240,
    resource: "shadow-planning",
    reflection: "The plan is not the point, the call at ten is: that is where it is put right.",
    serves: ["operations-manager-capacity-planning"],
  },
  {
    ago: 34,
    state: "changed",
    title: "Numbers that people act on",
    kind: "reading",
    minutes: 180,
    resource: "measures",
    reflection: "I took three measures off our board. Nobody has asked for them since.",
    serves: ["operations-manager-data-fluency"],
  },
  {
    ago: 71,
    state: "verified",
    title: "Keeping a service going when things fail",
    kind: "course",
    minutes: 240,
    provider: "Fernhithe Academy",
    resource: "risk",
    serves: ["operations-manager-risk-and-resilience"],
  },
  { ago: 103, state: "verified", title: "An hour with my mentor", kind: "mentoring", minutes: 60 },
  {
    ago: 160,
    state: "verified",
    title: "Safeguarding adults, the yearly refresher",
    kind: "course",
    minutes: 90,
    resource: "safeguarding",
  },
];

const person = (number: number) => ({ org_id: orgId, person_id: personId(number) });

/** What there is to learn from, and what people have learned from it: most have logged something, and not all of it is verified. */
export async function learning(tx: Tx, all: readonly Employee[], ids: ReadonlyMap<string, string>, days: Calendar): Promise<void> {
  const keeper = personId(KEEPER);
  const [made, attached] = [at(days.ago(200)), at(days.ago(199))];
  const resource = (key: string) => ({ org_id: orgId, resource_id: id("resource", key) });
  await insert(
    tx,
    "resource",
    resources.map(({ key, kind, title, provider, minutes, cost, link, note }) => ({
      ...resource(key),
      kind,
      title,
      provider,
      minutes,
      note,
      url: link ? `https://learn.fernhithe.example/${key}` : null,
      cost_minor: cost,
      currency: cost === null ? null : "GBP",
      created_by: keeper,
      created_at: made,
      revision: 1,
    })),
  );
  await insert(
    tx,
    "resource_serves",
    resources.flatMap(({ key, serves }) =>
      serves.map(([framework, what, thing]) => ({
        ...resource(key),
        resource_serves_id: id("resource serves", `${key} ${what} ${thing}`),
        framework_id: known(ids, framework),
        expectation_id: what === "expectation" ? thing : null,
        requirement_id: what === "requirement" ? thing : null,
        attached_by: keeper,
        attached_at: attached,
      })),
    ),
  );

  const logged = all.flatMap((employee) => {
    if (employee.number === AMARA) return hers.map((entry, index) => ({ employee, index, ...entry }));
    const framework = employee.placements.at(-1)?.framework;
    const from = framework === "care" ? inCare : framework === "operations" ? inOperations : null;
    if (from === null) return [];
    const count = between(`learned ${employee.number}`, 0, 5);
    const drawn = Array.from({ length: count }, (_, index) => {
      const key = `${employee.number} ${index}`;
      const state = draw(`learning verified ${key}`) < 0.7 ? ("verified" as const) : ("waiting" as const);
      return { employee, index, ago: between(`learning ago ${key}`, 5, 320), state, ...pick(`learning ${key}`, from) };
    });
    return drawn.filter(({ ago }) => days.ago(ago) >= employee.startedOn);
  });
  const entry = (number: number, index: number) => ({ cpd_entry_id: id("cpd", `${number} ${index}`), ...person(number) });
  await insert(
    tx,
    "cpd_entry",
    logged.map(({ employee: { number, manager }, index, ago, state, kind, title, minutes, provider, resource: used, reflection }) => {
      const verifier = manager === null ? null : personId(manager);
      const on = days.ago(ago);
      const seen = at(days.ago(Math.max(ago - 3, 0)));
      const by = (wanted: typeof state) => (state === wanted && verifier !== null ? verifier : null);
      return {
        ...entry(number, index),
        kind,
        title,
        minutes,
        done_on: on,
        reflection: reflection ?? null,
        provider: provider ?? null,
        url: null,
        resource_id: used === undefined ? null : id("resource", used),
        verified_by: by("verified"),
        verified_at: by("verified") === null ? null : seen,
        was_verified_by: by("changed"),
        was_verified_at: by("changed") === null ? null : seen,
        recorded_by: personId(number),
        recorded_at: at(on, 540),
        changed_by: state === "changed" ? personId(number) : null,
        changed_at: state === "changed" ? at(days.ago(Math.max(ago - 5, 0))) : null,
        revision: 1,
      };
    }),
  );
  await insert(
    tx,
    "cpd_serves",
    logged.flatMap(({ employee: { number }, index, serves = [] }) =>
      serves.map((expectation) => ({ ...entry(number, index), framework_id: known(ids, "operations"), expectation_id: expectation })),
    ),
  );
}
