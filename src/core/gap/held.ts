import type { Records } from "./report.ts";

/** A record as it is stored; `months` how long it is valid, where it says so itself; `own` that nobody but the person vouches for it. In order of its day. */
export type RecordRow = { kind: string; title: string; regulated: string | null; on: string; months: number | null; own?: boolean };
/** A placement as it is stored; a null level ends the one before. In order of time. */
export type PlacementRow = { framework: string; level: string | null; from: string };

const verified = (own: boolean | undefined) => (own === undefined ? {} : { verified: !own });

/**
 * What is recorded of a person, as the report asks for it. Of a kind that nobody ever recorded anything the list is absent,
 * not empty: no row says that somebody looked and found none (decision 0041). What a manager attests is known to be
 * missing, since it is attested here or nowhere.
 */
export function recordsHeld(rows: readonly RecordRow[], placements: readonly PlacementRow[]): Records {
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const [qualifications, training, checks] = [of("qualification"), of("training"), of("check")];
  return {
    placements: placements.flatMap(({ framework, level, from }, index) =>
      level === null ? [] : [{ level: `${framework}/${level}`, from, to: placements[index + 1]?.from ?? null }],
    ),
    demonstrated: of("demonstrated").map(({ title, on, own }) => ({ title, attestedOn: on, ...verified(own) })),
    ...(qualifications.length > 0 && {
      qualifications: qualifications.map(({ title, regulated, on, own }) => ({ title, regulated, awardedOn: on, ...verified(own) })),
    }),
    ...(training.length > 0 && {
      training: training.map(({ title, on, months, own }) => ({ title, completedOn: on, validMonths: months, ...verified(own) })),
    }),
    ...(checks.length > 0 && {
      checks: checks.map(({ title, on, months, own }) => ({ title, clearedOn: on, validMonths: months, ...verified(own) })),
    }),
  };
}
