-- A gap report as it stood on a day, handed to one person: what they open is what was shared, whatever changes later.

-- `document` is canonical JSON (core/gap/frozen.ts) with the SHA-256 of its text, written once. `title`, `framework_title`,
-- `version` and `on_date` repeat what lists say of it, so that no list reads whole documents.
create table rungs.shared_report (
  org_id uuid not null references rungs.organisation,
  shared_report_id uuid not null,
  person_id uuid not null,
  shared_by uuid not null,
  shared_with uuid not null,
  title text not null check (length(title) between 1 and 200),
  framework_title text not null check (length(framework_title) between 1 and 200),
  version integer not null,
  on_date date not null,
  document text not null,
  hash bytea not null check (length(hash) = 32),
  note text check (length(note) between 1 and 4000),
  shared_at timestamptz not null,
  opened_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (org_id, shared_report_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, shared_by) references rungs.person (org_id, person_id),
  foreign key (org_id, shared_with) references rungs.person (org_id, person_id),
  foreign key (org_id, revoked_by) references rungs.person (org_id, person_id),
  check ((revoked_by is null) = (revoked_at is null)),
  check (shared_by <> shared_with)
);
create index shared_report_with on rungs.shared_report (org_id, shared_with, shared_at desc, shared_report_id desc);
create index shared_report_of on rungs.shared_report (org_id, person_id, shared_at desc, shared_report_id desc);
create index shared_report_by on rungs.shared_report (org_id, shared_by, shared_at desc, shared_report_id desc);

alter table rungs.shared_report enable row level security;
alter table rungs.shared_report force row level security;
create policy organisation on rungs.shared_report using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
grant select, insert on rungs.shared_report to rungs_server;
grant update (opened_at, revoked_at, revoked_by) on rungs.shared_report to rungs_server;

-- Copies are the person's: with them they go.
insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (20, 'shared_report', 'fact.person_id = $1', null),
  (21, 'shared_report', 'fact.shared_with = $1 and fact.revoked_at is null', 'revoked_at = now(), revoked_by = fact.person_id');
