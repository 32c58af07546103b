-- Ladders are written here: one open draft each with a journal of its changes, notes on it, approvals, what became of every
-- expectation, moves of people to a version, and released reports as they were shown.

-- Whom the stewards of a framework name to publish it.
alter table rungs.role_grant drop constraint role_grant_role_check;
alter table rungs.role_grant add constraint role_grant_role_check
  check (role in ('owner', 'administrator', 'people-partner', 'author', 'reviewer', 'publisher', 'auditor'));
create index role_grant_on_framework on rungs.role_grant (org_id, framework_id);

-- `based_on` is "template operations" or "framework operations@2", `based_on_hash` that one's content. `own_work` null: the
-- organisation's rule. `draft_revision` is the last revision that any draft of it has had: revisions never start anew.
alter table rungs.framework
  add column based_on text,
  add column based_on_hash bytea check (length(based_on_hash) = 32),
  add column public boolean not null default false,
  add column own_work boolean,
  add column draft_revision integer not null default 0;

-- `scale_map`: old value → new value, where the scale changed and the author said what became what. `draft_revision`: of the
-- draft that became this version, and so which approvals are its.
alter table rungs.framework_version
  add column scale_map jsonb,
  add column draft_revision integer;

-- The open draft. `content` is JSON as of `content_revision`; the edits after that are in the journal, so that saving one cell
-- does not write the whole document. `stamp` is new with every change and names the state in a server's memory.
create table rungs.draft (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'in-review')),
  revision integer not null check (revision > 0),
  first_revision integer not null,
  base_version integer,
  content text not null,
  content_revision integer not null,
  stamp uuid not null,
  started_by uuid,
  started_at timestamptz not null,
  updated_by uuid,
  updated_at timestamptz not null,
  submitted_by uuid,
  submitted_at timestamptz,
  primary key (org_id, framework_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, framework_id, base_version) references rungs.framework_version (org_id, framework_id, version),
  foreign key (org_id, started_by) references rungs.person (org_id, person_id),
  foreign key (org_id, updated_by) references rungs.person (org_id, person_id),
  foreign key (org_id, submitted_by) references rungs.person (org_id, person_id)
);

-- Everything that was ever saved to a draft, as it took effect.
create table rungs.draft_edit (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  revision integer not null,
  changes jsonb not null,
  by uuid,
  at timestamptz not null,
  primary key (org_id, framework_id, revision),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);

-- Comments and suggested wordings; `wording` is what stood there when another was suggested.
create table rungs.draft_note (
  org_id uuid not null references rungs.organisation,
  draft_note_id uuid not null,
  framework_id uuid not null,
  revision integer not null,
  node text not null,
  body text not null check (length(body) <= 4000),
  suggestion text check (length(suggestion) <= 4000),
  wording text,
  by uuid not null,
  at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid,
  accepted boolean,
  primary key (org_id, draft_note_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id),
  foreign key (org_id, resolved_by) references rungs.person (org_id, person_id),
  check ((resolved_at is null) = (accepted is null))
);
create index draft_note_of_framework on rungs.draft_note (org_id, framework_id, at);

create table rungs.approval (
  org_id uuid not null references rungs.organisation,
  approval_id uuid not null,
  framework_id uuid not null,
  revision integer not null,
  decision text not null check (decision in ('approved', 'sent-back')),
  reason text check (length(reason) between 1 and 4000),
  by uuid not null,
  at timestamptz not null,
  primary key (org_id, approval_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index approval_of_framework on rungs.approval (org_id, framework_id, at);

-- What became of every expectation from the version before to this one; retired ones are no more in this one.
create table rungs.version_lineage (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null,
  expectation_id text not null,
  kind text not null check (kind in ('kept', 'reworded', 'split', 'merged', 'new', 'retired')),
  from_ids text[] not null,
  primary key (org_id, framework_id, version, expectation_id),
  foreign key (org_id, framework_id, version) references rungs.framework_version (org_id, framework_id, version)
);

-- Moving people to a version: an act of its own, whose placements name it.
create table rungs.version_move (
  org_id uuid not null references rungs.organisation,
  version_move_id uuid not null,
  framework_id uuid not null,
  to_version integer not null,
  on_date date not null,
  mapping jsonb not null,
  by uuid,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (org_id, version_move_id),
  foreign key (org_id, framework_id, to_version) references rungs.framework_version (org_id, framework_id, version),
  foreign key (org_id, by) references rungs.person (org_id, person_id),
  foreign key (org_id, undone_by) references rungs.person (org_id, person_id)
);
create index version_move_of_framework on rungs.version_move (org_id, framework_id, at);
alter table rungs.placement add column version_move_id uuid;
alter table rungs.placement add foreign key (org_id, version_move_id) references rungs.version_move (org_id, version_move_id);
create index placement_of_move on rungs.placement (org_id, version_move_id) where version_move_id is not null;

-- What a participant was shown at release, one for each level asked about: canonical JSON, kept byte for byte with its hash.
create table rungs.released_report (
  org_id uuid not null references rungs.organisation,
  released_report_id uuid not null,
  review_id uuid not null,
  level_id text not null,
  on_date date not null,
  document text not null,
  hash bytea not null check (length(hash) = 32),
  primary key (org_id, released_report_id),
  unique (org_id, review_id, level_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id)
);

-- Replies kept for a day under the key that a client sent with its request, so that a second try is answered and not done again.
create table rungs.idempotency (
  org_id uuid not null references rungs.organisation,
  person_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  request bytea not null check (length(request) = 32),
  reply text,
  at timestamptz not null,
  primary key (org_id, person_id, key),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index idempotency_by_time on rungs.idempotency (org_id, at);

do $$
declare tablename text;
begin
  foreach tablename in array array['draft', 'draft_edit', 'draft_note', 'approval', 'version_lineage', 'version_move', 'released_report', 'idempotency'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert, update, delete on rungs.draft, rungs.idempotency to rungs_server;
grant select, insert on rungs.draft_edit, rungs.approval, rungs.version_lineage, rungs.released_report to rungs_server;
grant select, insert on rungs.draft_note, rungs.version_move to rungs_server;
grant update (resolved_at, resolved_by, accepted) on rungs.draft_note to rungs_server;
grant update (undone_at, undone_by) on rungs.version_move to rungs_server;
-- A version is never changed but for its state, and neither is what was written with it.
revoke update, delete on rungs.framework_version, rungs.level, rungs.expectation from rungs_server;
grant update (state) on rungs.framework_version to rungs_server;
