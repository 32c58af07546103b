import type { Kept } from "./personal-reviews.ts";

/** What the log of learning keeps about people. */
export const personalCpdData: readonly Kept[] = [
  {
    name: "cpd",
    title: "Learning that was logged",
    table: "cpd_entry",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select fact.kind, fact.title, fact.minutes, fact.done_on as "on", fact.reflection, fact.provider, fact.url as link, resource.title as resource,
                  verifier.name as "verifiedBy", fact.verified_at as "verifiedAt", fact.recorded_at as "recordedAt", fact.removed_at as "removedAt"
             from rungs.cpd_entry as fact left join rungs.resource using (org_id, resource_id)
             left join rungs.person as verifier on verifier.org_id = fact.org_id and verifier.person_id = fact.verified_by
            where fact.person_id = $1 order by fact.done_on`,
    fate: "goes",
    because: null,
  },
  {
    name: "cpd-serves",
    title: "What that learning served",
    table: "cpd_serves",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select entry.title, framework.title as ladder, fact.expectation_id as expectation
             from rungs.cpd_serves as fact join rungs.cpd_entry as entry using (org_id, cpd_entry_id) join rungs.framework using (org_id, framework_id)
            where fact.person_id = $1 order by entry.done_on`,
    fate: "goes",
    because: null,
  },
  {
    name: "cpd-files",
    title: "Files beside that learning",
    table: "cpd_file",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select entry.title as learning, fact.name as file, kept.size as bytes, fact.at, fact.removed_at as "removedAt"
             from rungs.cpd_file as fact join rungs.cpd_entry as entry using (org_id, cpd_entry_id)
             join rungs.attachment as kept on kept.org_id = fact.org_id and kept.attachment = fact.attachment
            where fact.person_id = $1 order by fact.at`,
    fate: "goes",
    because: null,
  },
];
