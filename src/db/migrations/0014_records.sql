-- Records: put right without anything being rewritten, verified, with files beside them; and files as such.

-- The bytes are kept beside the database, by the hash of their content; here is which there are. Who they are of says what
-- refers to them, and what nothing refers to is taken away by a job.
create table rungs.attachment (
  org_id uuid not null references rungs.organisation,
  attachment bytea not null check (length(attachment) = 32),
  size integer not null check (size > 0),
  media_type text not null,
  kept_at timestamptz not null default now(),
  primary key (org_id, attachment)
);
alter table rungs.evidence add foreign key (org_id, attachment) references rungs.attachment (org_id, attachment);
create index evidence_with_attachment on rungs.evidence (org_id, attachment) where attachment is not null;

-- What somebody did before they came, and what they hold from a day to another, are records as well. Records are only ever added
-- to, as placements are (0010); only that somebody has verified one is written on it later.
alter table rungs.record
  drop constraint record_kind_check,
  add check (kind in ('qualification', 'training', 'check', 'experience', 'demonstrated', 'responsibility')),
  add column until_on date,
  add column note text check (length(note) between 1 and 4000),
  add column verified_by uuid,
  add column verified_at timestamptz,
  add column reason text check (length(reason) between 1 and 4000),
  add column corrects_id uuid,
  add column retracts boolean not null default false,
  add foreign key (org_id, verified_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, corrects_id) references rungs.record (org_id, record_id),
  add check (until_on >= on_date),
  add check (corrects_id is not null or not retracts),
  add check (verified_by is null or verified_at is not null);
create unique index record_corrected on rungs.record (org_id, corrects_id) where corrects_id is not null;
revoke update, delete on rungs.record from rungs_server;
grant update (verified_by, verified_at) on rungs.record to rungs_server;

create view rungs.record_standing with (security_invoker = true) as
  select fact.org_id, fact.record_id, fact.person_id, fact.kind, fact.title, fact.regulated, fact.on_date, fact.valid_months, fact.until_on,
         fact.note, fact.attested_by, fact.verified_by, fact.verified_at, fact.recorded_by, fact.recorded_at, fact.reason, fact.corrects_id
    from rungs.record as fact
   where not fact.retracts
     and not exists (select from rungs.record as correction
                      where correction.org_id = fact.org_id and correction.corrects_id = fact.record_id);
grant select on rungs.record_standing to rungs_server;

-- Files that show a record. One that is taken away stays on record until the person's data goes.
create table rungs.record_file (
  org_id uuid not null references rungs.organisation,
  record_file_id uuid not null,
  record_id uuid not null,
  person_id uuid not null,
  attachment bytea not null,
  name text not null check (length(name) between 1 and 200),
  by uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, record_file_id),
  foreign key (org_id, record_id) references rungs.record (org_id, record_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, attachment) references rungs.attachment (org_id, attachment),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index record_file_of_record on rungs.record_file (org_id, record_id);
create index record_file_of_person on rungs.record_file (org_id, person_id);
create index record_file_with_attachment on rungs.record_file (org_id, attachment);

do $$
declare tablename text;
begin
  foreach tablename in array array['attachment', 'record_file'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;
grant select, insert, delete on rungs.attachment to rungs_server;
grant update (kept_at) on rungs.attachment to rungs_server;
grant select, insert on rungs.record_file to rungs_server;
grant update (removed_at) on rungs.record_file to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (19, 'record_file', 'fact.person_id = $1', null);
