import type pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";

/** The state of schema `jobs` that the pg-boss of this version works on; held against what it makes by a test. */
export const JOBS_VERSION = 43;

/** What pg-boss hands out opens and commits by itself; ours is one transaction with the rest. */
const inside = (plan: string): string => {
  const body = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/.exec(plan)?.[1];
  if (body === undefined) throw new Error("pg-boss hands its schema out in another form than it did.");
  return body;
};

const grants = `
  grant usage on schema jobs to rungs_jobs;
  grant select, insert, update, delete on all tables in schema jobs to rungs_jobs;
  grant execute on all functions in schema jobs to rungs_jobs`;

/**
 * Makes schema `jobs`, or brings it to this version, in the transaction that is open. pg-boss itself works as a role that
 * may change rows there and nothing else.
 *
 * @returns whether anything was done.
 */
export async function buildJobs(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ there: boolean }>("select to_regclass('jobs.version') is not null as there");
  if (rows[0]?.there !== true) {
    await owner.query("create schema if not exists jobs");
    await owner.query(inside(getConstructionPlans("jobs", { createSchema: false })));
    await owner.query(grants);
    return true;
  }
  const found = (await owner.query<{ version: number }>("select version from jobs.version")).rows[0]?.version ?? 0;
  if (found >= JOBS_VERSION) return false;
  await owner.query(inside(getMigrationPlans("jobs", found)));
  await owner.query(grants);
  return true;
}
