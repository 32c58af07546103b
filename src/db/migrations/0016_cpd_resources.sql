-- What people learn and when, what there is to learn from, and their dates in a calendar of their own.

-- Something to learn from, attached to what levels ask for by ids that stay the same from version to version. Retired, never deleted.
create table rungs.resource (
  org_id uuid not null references rungs.organisation,
  resource_id uuid not null,
  kind text not null check (kind in ('course', 'event', 'professional-body', 'network', 'mentoring', 'reading', 'on-the-job')),
  title text not null check (length(title) between 1 and 200),
  url text check (length(url) <= 2000 and url like 'https://%'),
  provider text check (length(provider) between 1 and 200),
  note text check (length(note) between 1 and 4000),
  minutes integer check (minutes > 0),
  -- In the smallest unit of the currency; 0 is free, null not known.
  cost_minor integer check (cost_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  created_by uuid not null,
  created_at timestamptz not null,
  changed_by uuid,
  changed_at timestamptz,
  retired_by uuid,
  retired_at timestamptz,
  revision integer not null default 1,
  search_title text collate "C" not null generated always as (rungs.name_key(title)) stored,
  primary key (org_id, resource_id),
  foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  foreign key (org_id, changed_by) references rungs.person (org_id, person_id),
  foreign key (org_id, retired_by) references rungs.person (org_id, person_id),
  check ((cost_minor is null) = (currency is null))
);
create index resource_by_title on rungs.resource (org_id, search_title, resource_id);
-- One link is one resource for as long as it is offered.
create unique index resource_by_url on rungs.resource (org_id, url) where retired_at is null and url is not null;

create table rungs.resource_serves (
  org_id uuid not null references rungs.organisation,
  resource_serves_id uuid not null,
  resource_id uuid not null,
  framework_id uuid not null,
  expectation_id text,
  requirement_id text,
  attached_by uuid not null,
  attached_at timestamptz not null,
  primary key (org_id, resource_serves_id),
  unique nulls not distinct (org_id, resource_id, framework_id, expectation_id, requirement_id),
  foreign key (org_id, resource_id) references rungs.resource (org_id, resource_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id),
  foreign key (org_id, attached_by) references rungs.person (org_id, person_id),
  check (num_nonnulls(expectation_id, requirement_id) = 1)
);
create index resource_serves_what on rungs.resource_serves (org_id, framework_id, expectation_id, requirement_id);

-- One's log of learning. `verified_*`: who vouches for it; `was_verified_*`: who did before it was changed since. A removed
-- entry can be put back.
create table rungs.cpd_entry (
  org_id uuid not null references rungs.organisation,
  cpd_entry_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('course', 'event', 'professional-body', 'network', 'mentoring', 'reading', 'on-the-job')),
  title text not null check (length(title) between 1 and 200),
  minutes integer not null check (minutes between 1 and 60000),
  done_on date not null,
  reflection text check (length(reflection) between 1 and 4000),
  provider text check (length(provider) between 1 and 200),
  url text check (length(url) <= 2000),
  resource_id uuid,
  verified_by uuid,
  verified_at timestamptz,
  was_verified_by uuid,
  was_verified_at timestamptz,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  changed_by uuid,
  changed_at timestamptz,
  removed_by uuid,
  removed_at timestamptz,
  revision integer not null default 1,
  primary key (org_id, cpd_entry_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, resource_id) references rungs.resource (org_id, resource_id),
  foreign key (org_id, verified_by) references rungs.person (org_id, person_id),
  foreign key (org_id, was_verified_by) references rungs.person (org_id, person_id),
  foreign key (org_id, recorded_by) references rungs.person (org_id, person_id),
  foreign key (org_id, changed_by) references rungs.person (org_id, person_id),
  foreign key (org_id, removed_by) references rungs.person (org_id, person_id),
  check (num_nonnulls(verified_by, verified_at) in (0, 2)),
  check (verified_by is distinct from person_id)
);
create index cpd_entry_of_person on rungs.cpd_entry (org_id, person_id, done_on desc, cpd_entry_id desc) where removed_at is null;
create index cpd_entry_by_day on rungs.cpd_entry (org_id, done_on) where removed_at is null;
create index cpd_entry_of_resource on rungs.cpd_entry (org_id, resource_id) where resource_id is not null;

-- What an entry serves, by ids that stay the same from version to version.
create table rungs.cpd_serves (
  org_id uuid not null references rungs.organisation,
  cpd_entry_id uuid not null,
  person_id uuid not null,
  framework_id uuid not null,
  expectation_id text not null,
  primary key (org_id, cpd_entry_id, framework_id, expectation_id),
  foreign key (org_id, cpd_entry_id) references rungs.cpd_entry (org_id, cpd_entry_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id)
);
create index cpd_serves_of_person on rungs.cpd_serves (org_id, person_id);
create index cpd_serves_what on rungs.cpd_serves (org_id, framework_id, expectation_id);

create table rungs.cpd_file (
  org_id uuid not null references rungs.organisation,
  cpd_file_id uuid not null,
  cpd_entry_id uuid not null,
  person_id uuid not null,
  attachment bytea not null,
  name text not null check (length(name) between 1 and 200),
  by uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, cpd_file_id),
  foreign key (org_id, cpd_entry_id) references rungs.cpd_entry (org_id, cpd_entry_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, attachment) references rungs.attachment (org_id, attachment),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index cpd_file_of_entry on rungs.cpd_file (org_id, cpd_entry_id);
create index cpd_file_of_person on rungs.cpd_file (org_id, person_id);
create index cpd_file_with_attachment on rungs.cpd_file (org_id, attachment);

do $$
declare tablename text;
begin
  foreach tablename in array array['resource', 'resource_serves', 'cpd_entry', 'cpd_serves', 'cpd_file'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;
grant select, insert, update on rungs.resource, rungs.cpd_entry to rungs_server;
grant select, insert, delete on rungs.resource_serves, rungs.cpd_serves to rungs_server;
grant select, insert on rungs.cpd_file to rungs_server;
grant update (removed_at) on rungs.cpd_file to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (18, 'cpd_file', 'fact.person_id = $1', null),
  (18, 'cpd_serves', 'fact.person_id = $1', null),
  (19, 'cpd_entry', 'fact.person_id = $1', null);

-- The address of somebody's calendar: whoever asks for it has not signed in, so it is looked up before an organisation is
-- known. Only the hash of its token is kept; a new one takes the place of the old.
create table accounts.calendar_feed (
  hash bytea primary key check (length(hash) = 32),
  user_id uuid not null references accounts.user on delete cascade,
  org_id uuid not null,
  person_id uuid not null,
  made_at timestamptz not null,
  last_read_at timestamptz,
  unique (org_id, person_id)
);
create index calendar_feed_of_user on accounts.calendar_feed (user_id);
grant select, insert, update, delete on accounts.calendar_feed to rungs_accounts;
