// Written by src/db/generate.ts from the migrated database. Do not edit: change a migration and run `node src/db/generate.ts`.
import type { ColumnType } from "kysely";

/** YYYY-MM-DD. */
export type Day = string;
/** Read as a Date; written as one or as RFC 3339 text. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Read parsed; written as JSON text, for pg would write an array as PostgreSQL's own. */
export type Json = ColumnType<JsonValue, string, string>;
/** An insert may leave it out. */
export type Filled<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

/** Schema `rungs`: what belongs to an organisation. */
export type Tables = {
  approval: {
    org_id: string;
    approval_id: string;
    framework_id: string;
    revision: number;
    decision: "approved" | "sent-back";
    reason: string | null;
    by: string;
    at: Instant;
  };
  assessment: {
    org_id: string;
    assessment_id: string;
    review_id: string;
    rater_id: string;
    kind: "self" | "manager" | "peer" | "assessor";
    state: "not-started" | "in-progress" | "submitted" | "reopened";
    submitted_at: Instant | null;
    document: string | null;
    hash: Buffer | null;
    revision: Filled<number>;
    due_on: Day | null;
    closed_at: Instant | null;
    reopened_at: Instant | null;
    reopened_by: string | null;
    reopened_reason: string | null;
  };
  audit: {
    org_id: string;
    audit_id: string;
    at: Filled<Instant>;
    actor_id: string | null;
    actor_kind: "person" | "key" | "system" | "nobody";
    action: string;
    subject_id: string | null;
    details: Filled<Json>;
    request_id: string | null;
    address: string | null;
  };
  audit_seal: {
    org_id: string;
    seal: number;
    first_id: string;
    last_id: string;
    entries: number;
    entries_hash: Buffer;
    previous_hash: Buffer;
    hash: Buffer;
    sealed_at: Instant;
  };
  audit_sealed: {
    org_id: string;
    audit_id: string;
    seal: number;
    position: number;
    at: Instant;
    hash: Buffer;
    address_salt: Buffer | null;
    address_hash: Buffer | null;
  };
  calibration: {
    org_id: string;
    calibration_id: string;
    review_id: string;
    expectation_id: string;
    value: number;
    reason: string;
    decided_by: string;
    decided_at: Filled<Instant>;
    session_id: string | null;
  };
  calibration_session: {
    org_id: string;
    calibration_session_id: string;
    cycle_id: string;
    title: string;
    agenda: Filled<string>;
    held_on: Day | null;
    participants: Filled<string[]>;
    record: Filled<string>;
    created_by: string;
    created_at: Instant;
    locked_at: Instant | null;
    locked_by: string | null;
  };
  cycle: {
    org_id: string;
    cycle_id: string;
    title: string;
    state: "draft" | "open" | "calibrating" | "released" | "archived" | "cancelled";
    opened_on: Day | null;
    closes_on: Day | null;
    released_at: Instant | null;
    created_at: Filled<Instant>;
    setup: Filled<Json>;
    revision: Filled<number>;
    created_by: string | null;
    launched_at: Instant | null;
    launched_by: string | null;
    cancelled_at: Instant | null;
    cancelled_by: string | null;
    cancelled_reason: string | null;
    scheduled_release_at: Instant | null;
    scheduled_by: string | null;
    released_by: string | null;
  };
  draft: {
    org_id: string;
    framework_id: string;
    state: Filled<"draft" | "in-review">;
    revision: number;
    first_revision: number;
    base_version: number | null;
    content: string;
    content_revision: number;
    stamp: string;
    started_by: string | null;
    started_at: Instant;
    updated_by: string | null;
    updated_at: Instant;
    submitted_by: string | null;
    submitted_at: Instant | null;
    reopened_by: string | null;
    reopened_at: Instant | null;
  };
  draft_edit: {
    org_id: string;
    framework_id: string;
    revision: number;
    changes: Json;
    by: string | null;
    at: Instant;
  };
  draft_note: {
    org_id: string;
    draft_note_id: string;
    framework_id: string;
    revision: number;
    node: string;
    body: string;
    suggestion: string | null;
    wording: string | null;
    by: string;
    at: Instant;
    resolved_at: Instant | null;
    resolved_by: string | null;
    accepted: boolean | null;
  };
  evidence: {
    org_id: string;
    evidence_id: string;
    person_id: string;
    kind: "file" | "link" | "record" | "note";
    title: string;
    body: string | null;
    url: string | null;
    record_id: string | null;
    attachment: Buffer | null;
    attachment_name: string | null;
    attachment_type: string | null;
    attachment_size: number | null;
    on_date: Day | null;
    by: string;
    at: Instant;
    removed_at: Instant | null;
  };
  expectation: {
    org_id: string;
    framework_id: string;
    version: number;
    level_id: string;
    expectation_id: string;
    position: number;
    competency: string;
    target: number;
    weight: number;
    critical: boolean;
  };
  expectation_change: {
    org_id: string;
    framework_id: string;
    version: number;
    expectation_id: string;
    class: "editorial" | "substantive";
    reason: string;
  };
  framework: {
    org_id: string;
    framework_id: string;
    slug: string;
    kind: "ladder" | "library" | "standard";
    title: string;
    owner_id: string | null;
    created_at: Filled<Instant>;
    based_on: string | null;
    based_on_hash: Buffer | null;
    public: Filled<boolean>;
    own_work: boolean | null;
    draft_revision: Filled<number>;
    based_on_content: string | null;
  };
  framework_version: {
    org_id: string;
    framework_id: string;
    version: number;
    state: "published" | "superseded";
    content: string;
    hash: Buffer;
    reason: string | null;
    effective_on: Day;
    published_by: string | null;
    published_at: Filled<Instant>;
    scale_map: Json | null;
    draft_revision: number | null;
  };
  idempotency: {
    org_id: string;
    person_id: string;
    key: string;
    request: Buffer;
    reply: string | null;
    at: Instant;
  };
  leave: {
    org_id: string;
    leave_id: string;
    person_id: string;
    kind: "parental" | "sick" | "study" | "unpaid" | "other";
    from_on: Day;
    to_on: Day | null;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Filled<Instant>;
    corrects_id: string | null;
    retracts: Filled<boolean>;
    person_act_id: string | null;
  };
  leave_standing: {
    org_id: string | null;
    leave_id: string | null;
    person_id: string | null;
    kind: string | null;
    from_on: Day | null;
    to_on: Day | null;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Instant | null;
    corrects_id: string | null;
    person_act_id: string | null;
  };
  level: {
    org_id: string;
    framework_id: string;
    version: number;
    level_id: string;
    position: number;
    rank: number;
    track: string;
    title: string;
    regulated: string | null;
  };
  organisation: {
    org_id: string;
    slug: string;
    name: string;
    time_zone: Filled<string>;
    settings: Filled<Json>;
    created_at: Filled<Instant>;
  };
  peer_invitation: {
    org_id: string;
    peer_invitation_id: string;
    review_id: string;
    peer_id: string;
    invited_by: string;
    state: "suggested" | "invited" | "accepted" | "declined" | "withdrawn";
    reason: string | null;
    at: Instant;
    answered_at: Instant | null;
  };
  people_import: {
    org_id: string;
    people_import_id: string;
    file_name: string;
    on_date: Day;
    added_ids: string[];
    team_ids: string[];
    changes: Json;
    left_count: number;
    by: string | null;
    at: Instant;
    recorded_at: Filled<Instant>;
    undone_at: Instant | null;
    undone_by: string | null;
  };
  person: {
    org_id: string;
    person_id: string;
    employee_number: string;
    name: string;
    email: string | null;
    team_id: string | null;
    location: string | null;
    employment_share: Filled<number>;
    started_on: Day | null;
    left_on: Day | null;
    created_at: Filled<Instant>;
    search_name: Filled<string>;
    erased_at: Instant | null;
  };
  person_act: {
    org_id: string;
    person_act_id: string;
    person_id: string;
    kind: "add" | "edit" | "place" | "manager" | "leave" | "share" | "depart" | "return";
    changes: Json | null;
    reason: string | null;
    by: string | null;
    at: Instant;
    recorded_at: Filled<Instant>;
    undone_at: Instant | null;
    undone_by: string | null;
  };
  placement: {
    org_id: string;
    placement_id: string;
    person_id: string;
    framework_id: string | null;
    version: number | null;
    level_id: string | null;
    from_on: Day;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Filled<Instant>;
    version_move_id: string | null;
    people_import_id: string | null;
    corrects_id: string | null;
    retracts: Filled<boolean>;
    person_act_id: string | null;
  };
  placement_standing: {
    org_id: string | null;
    placement_id: string | null;
    person_id: string | null;
    framework_id: string | null;
    version: number | null;
    level_id: string | null;
    from_on: Day | null;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Instant | null;
    people_import_id: string | null;
    version_move_id: string | null;
    corrects_id: string | null;
    person_act_id: string | null;
  };
  question_answer: {
    org_id: string;
    question_answer_id: string;
    assessment_id: string;
    question_id: string;
    body: string;
    client_id: string | null;
    recorded_at: Filled<Instant>;
  };
  rating: {
    org_id: string;
    rating_id: string;
    assessment_id: string;
    level_id: string;
    expectation_id: string;
    answer: "rated" | "not-observed" | "no-opportunity" | "none";
    value: number | null;
    comment: string | null;
    rated_on: Day;
    recorded_at: Filled<Instant>;
    client_id: string | null;
  };
  rating_evidence: {
    org_id: string;
    assessment_id: string;
    level_id: string;
    expectation_id: string;
    evidence_id: string;
    by: string;
    at: Instant;
    removed_at: Instant | null;
  };
  record: {
    org_id: string;
    record_id: string;
    person_id: string;
    kind: "qualification" | "training" | "check" | "demonstrated" | "responsibility";
    title: string;
    regulated: string | null;
    on_date: Day;
    valid_months: number | null;
    attested_by: string | null;
    recorded_by: string | null;
    recorded_at: Filled<Instant>;
  };
  released_report: {
    org_id: string;
    released_report_id: string;
    review_id: string;
    level_id: string;
    on_date: Day;
    document: string;
    hash: Buffer;
  };
  reporting_line: {
    org_id: string;
    reporting_line_id: string;
    person_id: string;
    manager_id: string | null;
    from_on: Day;
    recorded_at: Filled<Instant>;
    people_import_id: string | null;
    reason: string | null;
    recorded_by: string | null;
    corrects_id: string | null;
    retracts: Filled<boolean>;
    person_act_id: string | null;
  };
  reporting_line_standing: {
    org_id: string | null;
    reporting_line_id: string | null;
    person_id: string | null;
    manager_id: string | null;
    from_on: Day | null;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Instant | null;
    people_import_id: string | null;
    corrects_id: string | null;
    person_act_id: string | null;
  };
  review: {
    org_id: string;
    review_id: string;
    cycle_id: string | null;
    person_id: string;
    framework_id: string;
    version: number;
    level_id: string;
    target_level_ids: string[];
    withdrawn_at: Instant | null;
    acknowledged_at: Instant | null;
    kind: Filled<"cycle" | "check-in">;
    manager_id: string | null;
    joined_at: Instant | null;
    withdrawn_reason: string | null;
    agreed_note: string | null;
    agreed_note_by: string | null;
    agreed_note_at: Instant | null;
    acknowledged_comment: string | null;
    title: string | null;
    opened_by: string | null;
    opened_at: Instant | null;
    released_at: Instant | null;
  };
  review_event: {
    org_id: string;
    review_event_id: string;
    review_id: string;
    kind: "launched" | "joined" | "withdrawn" | "handed-over" | "reopened" | "extended" | "nudged" | "submitted" | "released" | "acknowledged" | "second-look" | "answered";
    by: string | null;
    at: Instant;
    details: Filled<Json>;
  };
  role_grant: {
    org_id: string;
    role_grant_id: string;
    person_id: string;
    role: "owner" | "administrator" | "people-partner" | "author" | "reviewer" | "publisher" | "auditor";
    framework_id: string | null;
    team_ids: string[] | null;
    expires_on: Day | null;
    granted_by: string | null;
    granted_at: Filled<Instant>;
  };
  second_look: {
    org_id: string;
    second_look_id: string;
    review_id: string;
    asked_by: string;
    asked_at: Instant;
    body: string;
    answered_by: string | null;
    answered_at: Instant | null;
    answer: string | null;
    outcome: "stands" | "corrected" | "talked-over" | null;
  };
  share_change: {
    org_id: string;
    share_change_id: string;
    person_id: string;
    share: number;
    from_on: Day;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Filled<Instant>;
    people_import_id: string | null;
    corrects_id: string | null;
    retracts: Filled<boolean>;
    person_act_id: string | null;
  };
  share_change_standing: {
    org_id: string | null;
    share_change_id: string | null;
    person_id: string | null;
    share: number | null;
    from_on: Day | null;
    reason: string | null;
    recorded_by: string | null;
    recorded_at: Instant | null;
    people_import_id: string | null;
    corrects_id: string | null;
    person_act_id: string | null;
  };
  signed_assessment: {
    org_id: string;
    signed_assessment_id: string;
    assessment_id: string;
    submitted_at: Instant;
    document: string;
    hash: Buffer;
  };
  team: {
    org_id: string;
    team_id: string;
    parent_team_id: string | null;
    name: string;
  };
  transition: {
    org_id: string;
    framework_id: string;
    version: number;
    position: number;
    from_framework: string;
    from_level: string;
    to_framework: string;
    to_level: string;
    kind: "promotion" | "lateral" | "track-switch" | "step-down";
  };
  unclear_flag: {
    org_id: string;
    unclear_flag_id: string;
    assessment_id: string;
    framework_id: string;
    version: number;
    expectation_id: string;
    body: string;
    by: string;
    at: Instant;
    withdrawn_at: Instant | null;
  };
  version_lineage: {
    org_id: string;
    framework_id: string;
    version: number;
    expectation_id: string;
    kind: "kept" | "reworded" | "split" | "merged" | "new" | "retired";
    from_ids: string[];
  };
  version_move: {
    org_id: string;
    version_move_id: string;
    framework_id: string;
    to_version: number;
    on_date: Day;
    mapping: Json;
    by: string | null;
    at: Instant;
    undone_at: Instant | null;
    undone_by: string | null;
    overlap_until: Day | null;
  };
};

/** Schema `accounts`: what stands above organisations. */
export type AccountsTables = {
  account: {
    id: string;
    user_id: string;
    provider_id: string;
    account_id: string;
    password: string | null;
    access_token: string | null;
    refresh_token: string | null;
    id_token: string | null;
    access_token_expires_at: Instant | null;
    refresh_token_expires_at: Instant | null;
    scope: string | null;
    created_at: Filled<Instant>;
    updated_at: Filled<Instant>;
  };
  api_key: {
    key_id: string;
    hash: Buffer;
    prefix: string;
    name: string;
    org_id: string;
    person_id: string;
    user_id: string;
    scopes: string[];
    expires_at: Instant;
    created_at: Filled<Instant>;
    last_used_at: Instant | null;
    revoked_at: Instant | null;
  };
  mailed_link: {
    hash: Buffer;
    kind: "reset" | "email";
    user_id: string;
    email: string | null;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
  };
  membership: {
    user_id: string;
    org_id: string;
    person_id: string;
    created_at: Filled<Instant>;
  };
  passkey: {
    passkey_id: string;
    user_id: string;
    credential_id: string;
    public_key: Buffer;
    counter: number;
    transports: string[];
    name: string;
    synced: boolean;
    created_at: Instant;
    last_used_at: Instant | null;
  };
  persona: {
    user_id: string;
    position: number;
    role: string;
    title: string;
  };
  public_framework: {
    organisation_slug: string;
    framework_slug: string;
    org_id: string;
    framework_id: string;
  };
  recovery_code: {
    user_id: string;
    hash: Buffer;
    used_at: Instant | null;
  };
  session: {
    id: string;
    token: string;
    user_id: string;
    expires_at: Instant;
    ip_address: string | null;
    user_agent: string | null;
    created_at: Filled<Instant>;
    updated_at: Filled<Instant>;
    last_seen_at: Instant | null;
    second_factor: Filled<boolean>;
  };
  setup_link: {
    hash: Buffer;
    org_id: string;
    person_id: string;
    expires_at: Instant;
    used_at: Instant | null;
  };
  spent_challenge: {
    hash: Buffer;
    expires_at: Instant;
  };
  totp: {
    user_id: string;
    secret: Buffer;
    last_step: Filled<number>;
    created_at: Instant;
    confirmed_at: Instant | null;
  };
  user: {
    id: string;
    name: string;
    email: string;
    email_verified: Filled<boolean>;
    image: string | null;
    created_at: Filled<Instant>;
    updated_at: Filled<Instant>;
  };
  verification: {
    id: string;
    identifier: string;
    value: string;
    expires_at: Instant;
    created_at: Filled<Instant>;
    updated_at: Filled<Instant>;
  };
};
