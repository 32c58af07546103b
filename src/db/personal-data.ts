import type { Kind } from "../core/privacy/kinds.ts";
import { personalPlanData } from "./personal-plans.ts";
import { personalCpdData } from "./personal-cpd.ts";
import { others, personalReviewData, statistics, type Kept } from "./personal-reviews.ts";

/**
 * Everything that is kept about people, table by table, and what a copy and an erasure make of it. A test goes through all
 * tables there are and fails for one that is neither here nor in `impersonal`.
 */
export const personalData: readonly Kept[] = [
  {
    name: "person",
    title: "Entry in the directory",
    table: "person",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select person_id as id, employee_number as "employeeNumber", person.name, email, team.name as team, location, employment_share as "employmentShare",
                  started_on as "startedOn", left_on as "leftOn", created_at as "addedAt"
             from rungs.person left join rungs.team using (org_id, team_id) where person_id = $1`,
    fate: "nameless",
    because: "The row stays, without name, address, number and location: the unit and the dates are what the figures are made of.",
  },
  {
    name: "placements",
    title: "Levels held",
    table: "placement",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select fact.from_on as "from", framework.title as ladder, level.title as level, fact.version, fact.reason, fact.recorded_at as "recordedAt", fact.retracts as "takenBack"
             from rungs.placement as fact left join rungs.framework using (org_id, framework_id)
             left join rungs.level on level.org_id = fact.org_id and level.framework_id = fact.framework_id and level.version = fact.version and level.level_id = fact.level_id
            where fact.person_id = $1 order by fact.from_on, fact.recorded_at`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "reporting-lines",
    title: "Line managers",
    table: "reporting_line",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select fact.from_on as "from", manager.name as manager, fact.reason, fact.recorded_at as "recordedAt", fact.retracts as "takenBack"
             from rungs.reporting_line as fact left join rungs.person as manager on manager.org_id = fact.org_id and manager.person_id = fact.manager_id
            where fact.person_id = $1 order by fact.from_on, fact.recorded_at`,
    fate: "nameless",
    because: "Who answered for whom has to be known of decisions that were made.",
  },
  {
    name: "declared-directions",
    title: "Where one said one wants to go next",
    table: "declared_direction",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select fact.declared_on as "on", framework.title as ladder, fact.level_id as level from rungs.declared_direction as fact join rungs.framework using (org_id, framework_id)
            where fact.person_id = $1 order by fact.declared_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "leave",
    title: "Time away from work",
    table: "leave",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select kind, from_on as "from", to_on as "to", reason, recorded_at as "recordedAt", retracts as "takenBack" from rungs.leave where person_id = $1 order by from_on`,
    fate: "goes",
    because: null,
  },
  {
    name: "employment-shares",
    title: "Share of full time",
    table: "share_change",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select share, from_on as "from", reason, recorded_at as "recordedAt", retracts as "takenBack" from rungs.share_change where person_id = $1 order by from_on`,
    fate: "nameless",
    because: statistics,
  },
  {
    name: "changes-by-hand",
    title: "Changes made by hand",
    table: "person_act",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select kind, changes, reason, at, undone_at as "takenBackAt" from rungs.person_act where person_id = $1 order by at`,
    fate: "nameless",
    because: "That something was changed stays, without what stood there.",
  },
  {
    name: "changes-by-import",
    title: "Changes made by imports",
    table: "people_import",
    mine: "fact.changes @> jsonb_build_array(jsonb_build_object('id', $1::text))",
    sees: "anyone",
    rows: `select fact.at, each -> 'before' as before, each -> 'after' as after from rungs.people_import as fact, jsonb_array_elements(fact.changes) as each
            where each ->> 'id' = $1::text order by fact.at`,
    fate: "goes",
    because: null,
  },
  {
    name: "records",
    title: "Qualifications, training, checks and responsibilities",
    table: "record",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select kind, title, regulated, on_date as "on", until_on as "until", valid_months as "validMonths", note, attester.name as "attestedBy",
                  verified_at as "verifiedAt", reason, fact.recorded_at as "recordedAt", fact.retracts as "takenBack"
             from rungs.record as fact left join rungs.person as attester on attester.org_id = fact.org_id and attester.person_id = fact.attested_by
            where fact.person_id = $1 order by on_date`,
    fate: "goes",
    because: null,
  },
  {
    name: "record-files",
    title: "Files beside records",
    table: "record_file",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select record.title as record, fact.name as file, kept.size as bytes, fact.at, fact.removed_at as "removedAt"
             from rungs.record_file as fact join rungs.record using (org_id, record_id)
             join rungs.attachment as kept on kept.org_id = fact.org_id and kept.attachment = fact.attachment
            where fact.person_id = $1 order by fact.at`,
    fate: "goes",
    because: null,
  },
  {
    name: "shared-reports",
    title: "Copies of gap reports that were shared",
    table: "shared_report",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select sharer.name as "by", reader.name as "with", fact.title as level, fact.on_date as "on", note, fact.document::jsonb as report, encode(fact.hash, 'hex') as sha256,
                  shared_at as "sharedAt", opened_at as "openedAt", revoked_at as "takenBackAt"
             from rungs.shared_report as fact join rungs.person as sharer on sharer.org_id = fact.org_id and sharer.person_id = fact.shared_by
             join rungs.person as reader on reader.org_id = fact.org_id and reader.person_id = fact.shared_with
            where fact.person_id = $1 order by shared_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "roles",
    title: "Roles held now",
    table: "role_grant",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select role, framework.title as ladder, expires_on as "expiresOn", granted_at as "grantedAt" from rungs.role_grant left join rungs.framework using (org_id, framework_id) where person_id = $1`,
    fate: "goes",
    because: null,
  },
  {
    name: "roles-before",
    title: "Roles held before",
    table: "role_past",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select role, granted_at as "grantedAt", ended_at as "endedAt" from rungs.role_past where person_id = $1`,
    fate: "goes",
    because: null,
  },
  {
    name: "notes-on-drafts",
    title: "Notes on drafts",
    table: "draft_note",
    mine: "fact.by = $1",
    sees: "anyone",
    rows: `select framework.title as ladder, node, body, suggestion, at from rungs.draft_note join rungs.framework using (org_id, framework_id) where by = $1 order by at`,
    fate: "stays",
    because: others,
  },
  {
    name: "approvals",
    title: "Approvals given",
    table: "approval",
    mine: "fact.by = $1",
    sees: "anyone",
    rows: `select framework.title as ladder, decision, reason, at from rungs.approval join rungs.framework using (org_id, framework_id) where by = $1 order by at`,
    fate: "stays",
    because: others,
  },
  {
    name: "messages",
    title: "Messages sent",
    table: "message",
    mine: "fact.person_id = $1",
    sees: "self",
    rows: `select to_address as "to", template as kind, subject, body, state, created_at as "writtenAt", sent_at as "sentAt" from rungs.message where person_id = $1 order by created_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "notifications",
    title: "Notifications in Rungs",
    table: "notification",
    mine: "fact.person_id = $1",
    sees: "self",
    rows: `select title, path, created_at as "at", read_at as "readAt" from rungs.notification where person_id = $1 order by created_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "message-choices",
    title: "Choices about messages",
    table: "message_preference",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select kind, email from rungs.message_preference where person_id = $1`,
    fate: "goes",
    because: null,
  },
  {
    name: "put-away",
    title: "What you have put away",
    table: "put_away",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select thing, at from rungs.put_away where person_id = $1 order by thing`,
    fate: "goes",
    because: null,
  },
  {
    name: "invitations",
    title: "Invitations",
    table: "invitation",
    mine: "fact.person_id = $1",
    sees: "anyone",
    rows: `select email, invited_at as "invitedAt", expires_at as "expiresAt", accepted_at as "acceptedAt", withdrawn_at as "withdrawnAt" from rungs.invitation where person_id = $1 order by invited_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "audit",
    title: "Entries of the audit log, by and about the person",
    table: "audit",
    mine: "(fact.actor_id = $1 or fact.subject_id = $1)",
    sees: "self",
    rows: `select at, actor_id as "byId", action, subject_id as "aboutId", details, case when actor_id = $1 then address end as address from rungs.audit where actor_id = $1 or subject_id = $1 order by at`,
    fate: "nameless",
    because: "The log is kept whole, which is its point; it names ids, which then lead to nobody. Network addresses in it go.",
  },
  {
    name: "sent-before",
    title: "Replies kept for a second try",
    table: "idempotency",
    mine: "fact.person_id = $1",
    rows: null,
    left: "Gone within a day.",
    fate: "goes",
    because: null,
  },
  ...personalReviewData,
  ...personalPlanData,
  ...personalCpdData,
];

/** Tables without anything about a person but, at most, who did something to them; each with the reason. */
export const impersonal: Readonly<Record<string, string>> = {
  attachment: "bytes by their hash; whose they are is said by what refers to them, and without that they go",
  audit_seal: "hashes",
  audit_sealed: "hashes; the salts of a person’s addresses go at an erasure",
  calibration_session: "the organisation’s minutes, of several people; free text is not searched",
  cycle: "the organisation’s; people are ids",
  draft: "the organisation’s document",
  draft_edit: "the organisation’s document",
  expectation: "a ladder",
  expectation_change: "a ladder",
  framework: "a ladder",
  framework_version: "a ladder",
  level: "a ladder",
  organisation: "the organisation",
  rating_evidence: "ids",
  resource: "the organisation’s list of what there is to learn from; people are ids",
  resource_serves: "ids",
  team: "the organisation’s units",
  transition: "a ladder",
  version_lineage: "a ladder",
  version_move: "ids and dates of a move of many",
};

/** The same of what stands above organisations; $1 the person, $2 the organisation. */
const ours = `user_id in (select user_id from accounts.membership where person_id = $1 and org_id = $2)`;
export const personalAccountData: readonly (Kind & { table: string; rows: string })[] = [
  {
    name: "account",
    title: "Account",
    table: "user",
    sees: "anyone",
    rows: `select name, email, email_verified as "emailVerified", created_at as "createdAt" from accounts.user where id in (select user_id from accounts.membership where person_id = $1 and org_id = $2)`,
  },
  {
    name: "sessions",
    title: "Sessions",
    table: "session",
    sees: "self",
    rows: `select created_at as "since", last_seen_at as "lastSeenAt", expires_at as "until", ip_address as address, user_agent as browser from accounts.session where ${ours} order by created_at`,
  },
  {
    name: "passkeys",
    title: "Passkeys",
    table: "passkey",
    sees: "self",
    rows: `select name, created_at as "madeAt", last_used_at as "lastUsedAt" from accounts.passkey where ${ours}`,
  },
  {
    name: "authenticator",
    title: "Authenticator app",
    table: "totp",
    sees: "self",
    rows: `select created_at as "setUpAt", confirmed_at as "confirmedAt" from accounts.totp where ${ours}`,
  },
  {
    name: "api-keys",
    title: "Keys for programs",
    table: "api_key",
    sees: "anyone",
    rows: `select name, prefix, scopes, created_at as "madeAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt" from accounts.api_key where person_id = $1 and org_id = $2`,
  },
  {
    name: "calendar-feed",
    title: "Calendar address",
    table: "calendar_feed",
    sees: "self",
    rows: `select made_at as "madeAt", last_read_at as "lastReadAt" from accounts.calendar_feed where person_id = $1 and org_id = $2`,
  },
];

/** Tables of schema accounts that are in no copy; everything of an account goes with it. */
export const impersonalAccounts: Readonly<Record<string, string>> = {
  account: "a hashed password",
  backup: "files of the whole database",
  mailed_link: "a hash, for an hour",
  membership: "joins account and person",
  persona: "of the demo",
  public_framework: "a ladder",
  recovery_code: "hashes",
  setup_link: "of the first start",
  spent_challenge: "hashes, for minutes",
  verification: "for an hour",
};
