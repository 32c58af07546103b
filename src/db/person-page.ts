import type { Transaction } from "kysely";
import { levelOf, placeOf, type Named, type Place } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** Who recorded it, when (RFC 3339), and the reason they gave. */
type Recorded = { id: string; by: string | null; at: string; reason: string | null };
/** A fact that holds from a day until the next of its kind; `to` null where none follows. */
export type Placed = Place & Recorded & { to: string | null };
export type Line = Recorded & { manager: Named | null; from: string; to: string | null };
export type ShareOf = Recorded & { share: number; from: string; to: string | null };
export type Leave = Recorded & { kind: "parental" | "sick" | "study" | "unpaid" | "other"; from: string; to: string | null };
/** What was recorded before and no longer stands; `retracted` where nothing took its place. */
export type Correction = {
  kind: "placement" | "line" | "leave" | "share";
  was: string;
  from: string;
  by: string | null;
  at: string;
  reason: string | null;
  retracted: boolean;
};
export type RecordHeld = {
  id: string;
  kind: "qualification" | "training" | "check" | "experience" | "demonstrated" | "responsibility";
  title: string;
  regulated: string | null;
  on: string;
  validMonths: number | null;
};
export type ActKind = "add" | "edit" | "place" | "manager" | "leave" | "share" | "depart" | "return";

export type Beside = {
  line: Named[];
  history: Placed[];
  lines: Line[];
  shares: ShareOf[];
  leave: Leave[];
  corrections: Correction[];
  records: RecordHeld[];
  /** The newest that was not taken back. */
  act: { id: string; kind: ActKind; by: string | null; at: string } | null;
};

const nameOf = (id: string) => `(select person.name from rungs.person where person.org_id = fact.org_id and person.person_id = ${id})`;
const instantOf = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const recorded = (id: string) =>
  `'id', fact.${id}, 'by', ${nameOf("fact.recorded_by")}, 'at', ${instantOf("fact.recorded_at")}, 'reason', fact.reason`;
/** Of a kind of which one holds at a time, each with the day on which the next takes its place. */
const inTurn = (view: string, id: string) =>
  `(select fact.*, lead(from_on) over (order by from_on, recorded_at, ${id}) as to_on from rungs.${view} as fact where person_id = $2::uuid)`;
const gathered = (json: string, order: string, rest: string) => `(select coalesce(json_agg(${json} order by ${order}), '[]') ${rest})`;

const corrected = (table: string, id: string, kind: string, was: string, more = "") => `
    select '${kind}' as kind, ${was} as was, fact.from_on, correction.recorded_by, correction.recorded_at, correction.reason, correction.retracts
      from rungs.${table} as fact
      join rungs.${table} as correction on correction.org_id = fact.org_id and correction.corrects_id = fact.${id}
      ${more}
     where fact.person_id = $2::uuid and not fact.retracts`;

// $1 the day, $2 the person, $3 their managers from the direct one up.
const besideOf = statement<Beside>(`
  select ${gathered(
    "json_build_object('id', manager.person_id, 'name', manager.name)",
    "line.step",
    `from unnest($3::uuid[]) with ordinality as line (person_id, step) join rungs.person as manager on manager.person_id = line.person_id`,
  )} as line,
  ${gathered(
    `(${placeOf("fact", "fact.from_on")})::jsonb || jsonb_build_object('to', fact.to_on, ${recorded("placement_id")})`,
    "fact.from_on desc, fact.recorded_at desc",
    `from ${inTurn("placement_standing", "placement_id")} as fact ${levelOf("fact")} where fact.from_on is distinct from fact.to_on`,
  )} as history,
  ${gathered(
    `json_build_object('from', fact.from_on, 'to', fact.to_on, ${recorded("reporting_line_id")},
       'manager', (select json_build_object('id', person.person_id, 'name', person.name) from rungs.person
                    where person.org_id = fact.org_id and person.person_id = fact.manager_id))`,
    "fact.from_on desc, fact.recorded_at desc",
    `from ${inTurn("reporting_line_standing", "reporting_line_id")} as fact where fact.from_on is distinct from fact.to_on`,
  )} as lines,
  ${gathered(
    `json_build_object('share', fact.share::float8, 'from', fact.from_on, 'to', fact.to_on, ${recorded("share_change_id")})`,
    "fact.from_on desc, fact.recorded_at desc",
    `from ${inTurn("share_change_standing", "share_change_id")} as fact where fact.from_on is distinct from fact.to_on`,
  )} as shares,
  ${gathered(
    `json_build_object('kind', fact.kind, 'from', fact.from_on, 'to', fact.to_on, ${recorded("leave_id")})`,
    "fact.from_on desc, fact.recorded_at desc",
    `from rungs.leave_standing as fact where fact.person_id = $2::uuid`,
  )} as leave,
  ${gathered(
    `json_build_object('kind', fact.kind, 'was', fact.was, 'from', fact.from_on, 'at', ${instantOf("fact.recorded_at")},
       'by', (select person.name from rungs.person where person.person_id = fact.recorded_by), 'reason', fact.reason, 'retracted', fact.retracts)`,
    "fact.recorded_at desc, fact.kind, fact.from_on",
    `from (
       ${corrected(
         "placement",
         "placement_id",
         "placement",
         "coalesce(level.title || ', version ' || fact.version, 'no level')",
         `left join rungs.level on level.org_id = fact.org_id and level.framework_id = fact.framework_id
           and level.version = fact.version and level.level_id = fact.level_id`,
       )}
       union all ${corrected("reporting_line", "reporting_line_id", "line", `coalesce('reports to ' || ${nameOf("fact.manager_id")}, 'reports to nobody')`)}
       union all ${corrected("leave", "leave_id", "leave", "fact.kind || ' leave' || coalesce(' to ' || fact.to_on, '')")}
       union all ${corrected("share_change", "share_change_id", "share", "trim_scale(fact.share * 100) || '% of full time'")}) as fact`,
  )} as corrections,
  ${gathered(
    `json_build_object('id', record_id, 'kind', kind, 'title', title, 'regulated', regulated, 'on', on_date, 'validMonths', valid_months)`,
    "on_date desc, recorded_at desc, record_id",
    `from rungs.record_standing as record where person_id = $2::uuid and on_date <= $1::date`,
  )} as records,
  (select json_build_object('id', fact.person_act_id, 'kind', fact.kind, 'by', ${nameOf("fact.by")}, 'at', ${instantOf("fact.at")})
     from rungs.person_act as fact where fact.person_id = $2::uuid and fact.undone_at is null
    order by fact.at desc, fact.person_act_id desc limit 1) as act`);

/** Everything dated that is recorded of a person. One query. */
export async function besideOn(
  tx: Transaction<Tables>,
  person: { personId: string; managers: readonly string[] },
  today: string,
): Promise<Beside> {
  const [beside] = await besideOf(tx, today, person.personId, [...person.managers]);
  if (beside === undefined) throw new Error("A select without a from has one row.");
  return beside;
}
