import type { Transaction } from "kysely";
import { atWork } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** Somebody of the chart: how many report to them directly, and how many stand below them at any depth. */
export type Span = { personId: string; reports: number; below: number };

type SpanRow = Span & { sortKey: string; searchName: string; total: number; isRoot: boolean };

// Everybody's manager on the day, once; who reports to somebody who has left, or not come yet, stands at the top. $1 the day,
// $2 the manager whose reports are asked for (null: who stands at the top), $3 how many, $4 to $6 where the page before ended.
const spansOf = statement<SpanRow>(`
  with recursive present as materialized (
    select person.person_id, person.search_name from rungs.person where ${atWork("person", "$1::date")}
  ), line as materialized (
    select distinct on (fact.person_id) fact.person_id, fact.manager_id
      from rungs.reporting_line_standing as fact where fact.from_on <= $1::date
     order by fact.person_id, fact.from_on desc, fact.recorded_at desc, fact.reporting_line_id desc
  ), edge as materialized (
    select present.person_id, present.search_name, manager.person_id as manager_id
      from present
      left join line on line.person_id = present.person_id
      left join present as manager on manager.person_id = line.manager_id
  ), direct as materialized (
    select manager_id as person_id, count(*) as reports from edge where manager_id is not null group by manager_id
  ), here as materialized (
    select edge.person_id, edge.search_name, coalesce(direct.reports, 0) as reports,
           case when direct.reports > 0 then '0' else '1' end as sort_key, count(*) over () as total
      from edge left join direct on direct.person_id = edge.person_id
     where edge.manager_id is not distinct from $2::uuid
  ), page as materialized (
    select * from here
     where $4::text is null or (sort_key, search_name, person_id) > ($4::text, $5::text, $6::uuid)
     order by sort_key, search_name, person_id limit $3
  ), root as (
    select person_id, false as is_root from page
    union all
    select $2::uuid, true where $2::uuid is not null
  ), below (root_id, person_id) as (
    select root.person_id, edge.person_id from root join edge on edge.manager_id = root.person_id
    union
    select below.root_id, edge.person_id from below join edge on edge.manager_id = below.person_id
  ), counted as (
    select root_id, count(*) filter (where person_id <> root_id) as below from below group by root_id
  )
  select root.person_id as "personId", root.is_root as "isRoot", coalesce(direct.reports, 0) as reports, coalesce(counted.below, 0) as below,
         coalesce(page.sort_key, '') as "sortKey", coalesce(page.search_name, '') as "searchName",
         coalesce((select max(total) from here), 0) as total
    from root
    left join direct on direct.person_id = root.person_id
    left join counted on counted.root_id = root.person_id
    left join page on page.person_id = root.person_id and not root.is_root
   order by root.is_root desc, page.sort_key, page.search_name, root.person_id`);

export type Branch = { root: Span | null; spans: (Span & { sortKey: string; searchName: string })[]; total: number };

/** Who reports to somebody on a day, those with reports of their own first, each with their span. One query. */
export async function branchOf(
  tx: Transaction<Tables>,
  manager: string | null,
  today: string,
  limit: number,
  after: readonly [sortKey: string, searchName: string, id: string] | null,
): Promise<Branch> {
  const rows = await spansOf(tx, today, manager, limit, ...(after ?? [null, null, null]));
  return { root: rows.find(({ isRoot }) => isRoot) ?? null, spans: rows.filter(({ isRoot }) => !isRoot), total: rows[0]?.total ?? 0 };
}
