import type { Framework } from "../../core/framework/document.ts";
import type { Tx } from "../../http/route.ts";
import type { Employee } from "./careers.ts";
import { emailOf, orgId, personId } from "./fernhithe.ts";
import { insert } from "./insert.ts";
import { recordsOf } from "./records.ts";
import { personas, teams } from "./roster.ts";
import { at, id, type Calendar } from "./seed.ts";
import { known } from "./write-ladders.ts";

export async function people(tx: Tx, all: readonly Employee[]): Promise<void> {
  await insert(
    tx,
    "team",
    Object.entries(teams).map(([key, [name, parent]]) => ({
      org_id: orgId,
      team_id: id("team", key),
      name,
      parent_team_id: parent === null ? null : id("team", parent),
    })),
  );
  await insert(
    tx,
    "person",
    all.map(({ number, name, team, startedOn }) => ({
      org_id: orgId,
      person_id: personId(number),
      employee_number: `F${String(number).padStart(3, "0")}`,
      name,
      email: emailOf(name),
      team_id: id("team", team),
      employment_share: 1,
      started_on: startedOn,
      created_at: at(startedOn),
    })),
  );
  await insert(
    tx,
    "reporting_line",
    all.flatMap(({ number, lines }) =>
      lines.map(({ manager, from }, index) => ({
        org_id: orgId,
        reporting_line_id: id("line", `${number} ${index}`),
        person_id: personId(number),
        manager_id: manager === null ? null : personId(manager),
        from_on: from,
        recorded_at: at(from),
      })),
    ),
  );
  await insert(
    tx,
    "role_grant",
    personas.flatMap(({ number, grants }) =>
      grants.map((role) => ({
        org_id: orgId,
        role_grant_id: id("grant", `${number} ${role}`),
        person_id: personId(number),
        role,
        granted_by: personId(1),
        granted_at: "2026-01-05T09:00:00Z",
      })),
    ),
  );
}

export async function careers(tx: Tx, all: readonly Employee[], frameworkIds: ReadonlyMap<string, string>): Promise<void> {
  await insert(
    tx,
    "placement",
    all.flatMap(({ number, placements }) =>
      placements.map(({ framework, level, version, from, reason }, index) => ({
        org_id: orgId,
        placement_id: id("placement", `${number} ${index}`),
        person_id: personId(number),
        framework_id: known(frameworkIds, framework),
        version,
        level_id: level,
        from_on: from,
        reason,
        recorded_by: personId(96),
        recorded_at: at(from),
      })),
    ),
  );
}

export async function records(tx: Tx, all: readonly Employee[], inForce: ReadonlyMap<string, Framework>, days: Calendar): Promise<void> {
  await insert(
    tx,
    "record",
    all.flatMap((employee) =>
      recordsOf(employee, inForce, days).map(({ kind, title, regulated, on, attested }) => ({
        org_id: orgId,
        record_id: id("record", `${employee.number} ${kind} ${title}`),
        person_id: personId(employee.number),
        kind,
        title,
        regulated,
        on_date: on,
        attested_by: attested && employee.manager !== null ? personId(employee.manager) : null,
        recorded_by: personId(97),
        recorded_at: at(on, 240),
        verified_by: personId(97),
        verified_at: at(on, 240),
      })),
    ),
  );
}
