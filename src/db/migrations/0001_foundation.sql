-- Two schemas. `rungs` holds what belongs to an organisation: org_id leads every key and row-level security is forced.
-- `accounts` holds what stands above organisations: sign-ins, sessions, keys. Each has a role of its own that owns nothing.

create schema rungs;
create schema accounts;
grant usage on schema rungs to rungs_server;
grant usage on schema accounts to rungs_accounts;

-- The organisation of the running transaction; null where none is set, and then nothing is visible.
create function rungs.current_org() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('rungs.org', true), '')::uuid $$;

create table rungs.organisation (
  org_id uuid primary key,
  slug text not null,
  name text not null check (length(name) between 1 and 200),
  time_zone text not null default 'Europe/London',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table rungs.team (
  org_id uuid not null references rungs.organisation,
  team_id uuid not null,
  parent_team_id uuid,
  name text not null check (length(name) between 1 and 200),
  primary key (org_id, team_id),
  foreign key (org_id, parent_team_id) references rungs.team (org_id, team_id)
);

create table rungs.person (
  org_id uuid not null references rungs.organisation,
  person_id uuid not null,
  employee_number text not null,
  name text not null check (length(name) between 1 and 200),
  email text,
  team_id uuid,
  location text,
  employment_share numeric(4, 3) not null default 1 check (employment_share > 0 and employment_share <= 1),
  started_on date,
  left_on date,
  created_at timestamptz not null default now(),
  primary key (org_id, person_id),
  unique (org_id, employee_number),
  foreign key (org_id, team_id) references rungs.team (org_id, team_id)
);
create index person_by_name on rungs.person (org_id, name, person_id);
create index person_by_team on rungs.person (org_id, team_id);

-- Who reports to whom, from when; a null manager ends a line. The newest row with from_on <= d holds on d; for the same
-- day the later recorded one.
create table rungs.reporting_line (
  org_id uuid not null references rungs.organisation,
  reporting_line_id uuid not null,
  person_id uuid not null,
  manager_id uuid,
  from_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (org_id, reporting_line_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, manager_id) references rungs.person (org_id, person_id),
  check (manager_id is distinct from person_id)
);
create index reporting_line_of_person on rungs.reporting_line (org_id, person_id, from_on desc, recorded_at desc);
create index reporting_line_of_manager on rungs.reporting_line (org_id, manager_id);

create table rungs.role_grant (
  org_id uuid not null references rungs.organisation,
  role_grant_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('owner', 'administrator', 'people-partner', 'author', 'reviewer', 'auditor')),
  framework_id uuid,
  team_ids uuid[],
  expires_on date,
  granted_by uuid,
  granted_at timestamptz not null default now(),
  primary key (org_id, role_grant_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index role_grant_of_person on rungs.role_grant (org_id, person_id);

create table rungs.framework (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  slug text not null,
  kind text not null check (kind in ('ladder', 'library', 'standard')),
  title text not null,
  owner_id uuid,
  created_at timestamptz not null default now(),
  primary key (org_id, framework_id),
  unique (org_id, slug),
  foreign key (org_id, owner_id) references rungs.person (org_id, person_id)
);
alter table rungs.role_grant add foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id);

-- A version as it was published: `content` is canonical JSON (RFC 8785) and `hash` its SHA-256. Never updated but for `state`.
create table rungs.framework_version (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null check (version > 0),
  state text not null check (state in ('published', 'superseded')),
  content text not null,
  hash bytea not null check (length(hash) = 32),
  reason text,
  effective_on date not null,
  published_by uuid,
  published_at timestamptz not null default now(),
  primary key (org_id, framework_id, version),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, published_by) references rungs.person (org_id, person_id)
);
create unique index framework_version_published on rungs.framework_version (org_id, framework_id) where state = 'published';

-- Narrow rows of a version for joins, written with it and checked against it.
create table rungs.level (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null,
  level_id text not null,
  position integer not null,
  rank integer not null,
  track text not null,
  title text not null,
  primary key (org_id, framework_id, version, level_id),
  foreign key (org_id, framework_id, version) references rungs.framework_version (org_id, framework_id, version)
);
create table rungs.expectation (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null,
  level_id text not null,
  expectation_id text not null,
  position integer not null,
  competency text not null,
  target integer not null,
  weight double precision not null check (weight > 0),
  critical boolean not null,
  primary key (org_id, framework_id, version, expectation_id),
  foreign key (org_id, framework_id, version, level_id) references rungs.level (org_id, framework_id, version, level_id)
);

-- Who is at which level of which version, from when; holds until the person's next placement. A null level ends it.
create table rungs.placement (
  org_id uuid not null references rungs.organisation,
  placement_id uuid not null,
  person_id uuid not null,
  framework_id uuid,
  version integer,
  level_id text,
  from_on date not null,
  reason text,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (org_id, placement_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, framework_id, version, level_id) references rungs.level (org_id, framework_id, version, level_id),
  check (num_nonnulls(framework_id, version, level_id) in (0, 3))
);
create index placement_of_person on rungs.placement (org_id, person_id, from_on desc, recorded_at desc);
create index placement_at_level on rungs.placement (org_id, framework_id, level_id);

-- Qualifications, training, checks, things demonstrated, responsibilities held: dated facts about a person.
create table rungs.record (
  org_id uuid not null references rungs.organisation,
  record_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('qualification', 'training', 'check', 'demonstrated', 'responsibility')),
  title text not null check (length(title) between 1 and 200),
  regulated text,
  on_date date not null,
  valid_months integer check (valid_months > 0),
  attested_by uuid,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (org_id, record_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, attested_by) references rungs.person (org_id, person_id)
);
create index record_of_person on rungs.record (org_id, person_id, kind, on_date desc);

create table rungs.cycle (
  org_id uuid not null references rungs.organisation,
  cycle_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  state text not null check (state in ('draft', 'open', 'calibrating', 'released', 'archived', 'cancelled')),
  opened_on date,
  closes_on date,
  released_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (org_id, cycle_id),
  check ((state in ('released', 'archived')) = (released_at is not null))
);

-- One participant, pinned at launch to a version, a level and the levels asked about.
create table rungs.review (
  org_id uuid not null references rungs.organisation,
  review_id uuid not null,
  cycle_id uuid not null,
  person_id uuid not null,
  framework_id uuid not null,
  version integer not null,
  level_id text not null,
  target_level_ids text[] not null,
  withdrawn_at timestamptz,
  acknowledged_at timestamptz,
  primary key (org_id, review_id),
  unique (org_id, cycle_id, person_id),
  foreign key (org_id, cycle_id) references rungs.cycle (org_id, cycle_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, framework_id, version, level_id) references rungs.level (org_id, framework_id, version, level_id)
);
create index review_of_person on rungs.review (org_id, person_id);

-- One rater's part of a review. `document` is what was signed, canonical JSON, kept byte for byte with its hash.
create table rungs.assessment (
  org_id uuid not null references rungs.organisation,
  assessment_id uuid not null,
  review_id uuid not null,
  rater_id uuid not null,
  kind text not null check (kind in ('self', 'manager', 'peer', 'assessor')),
  state text not null check (state in ('not-started', 'in-progress', 'submitted', 'reopened')),
  submitted_at timestamptz,
  document text,
  hash bytea check (length(hash) = 32),
  primary key (org_id, assessment_id),
  unique (org_id, review_id, kind, rater_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, rater_id) references rungs.person (org_id, person_id),
  check ((document is null) = (hash is null))
);

-- Answers, append-only: the newest row of an expectation in an assessment holds. `value` null: not observed or no opportunity.
create table rungs.rating (
  org_id uuid not null references rungs.organisation,
  rating_id uuid not null,
  assessment_id uuid not null,
  level_id text not null,
  expectation_id text not null,
  answer text not null check (answer in ('rated', 'not-observed', 'no-opportunity')),
  value integer,
  comment text check (length(comment) <= 4000),
  rated_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (org_id, rating_id),
  foreign key (org_id, assessment_id) references rungs.assessment (org_id, assessment_id),
  check ((answer = 'rated') = (value is not null))
);
create index rating_of_assessment on rungs.rating (org_id, assessment_id, expectation_id, recorded_at desc);

-- A value put beside the manager's by calibration, with its reason; append-only, the newest holds.
create table rungs.calibration (
  org_id uuid not null references rungs.organisation,
  calibration_id uuid not null,
  review_id uuid not null,
  expectation_id text not null,
  value integer not null,
  reason text not null check (length(reason) between 1 and 4000),
  decided_by uuid not null,
  decided_at timestamptz not null default now(),
  primary key (org_id, calibration_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, decided_by) references rungs.person (org_id, person_id)
);
create index calibration_of_review on rungs.calibration (org_id, review_id, expectation_id, decided_at desc);

-- Written in the transaction of the change or the read it tells of; never updated or deleted.
create table rungs.audit (
  org_id uuid not null references rungs.organisation,
  audit_id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('person', 'key', 'system', 'nobody')),
  action text not null,
  subject_id uuid,
  details jsonb not null default '{}',
  request_id text,
  address text,
  primary key (org_id, audit_id)
);
create index audit_by_time on rungs.audit (org_id, at desc, audit_id desc);
create index audit_of_subject on rungs.audit (org_id, subject_id, at desc);

do $$
declare tablename text;
begin
  for tablename in select c.relname from pg_class c where c.relnamespace = 'rungs'::regnamespace and c.relkind = 'r' loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert, update, delete on all tables in schema rungs to rungs_server;
-- Append-only facts.
revoke update, delete on rungs.audit, rungs.rating, rungs.calibration, rungs.placement, rungs.reporting_line from rungs_server;
