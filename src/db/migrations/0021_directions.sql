-- Where somebody wants to go next, as they said themselves: at a fork, which arm. Only ever added to: the newest holds, and one
-- without a level takes back what was said before. The level is named by its id, which outlives versions.
create table rungs.declared_direction (
  org_id uuid not null references rungs.organisation,
  declared_direction_id uuid not null,
  person_id uuid not null,
  framework_id uuid not null,
  level_id text,
  declared_on date not null,
  declared_at timestamptz not null,
  primary key (org_id, declared_direction_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, framework_id) references rungs.framework (org_id, framework_id)
);
create index declared_direction_of_person on rungs.declared_direction (org_id, person_id, declared_at desc);

alter table rungs.declared_direction enable row level security;
alter table rungs.declared_direction force row level security;
create policy organisation on rungs.declared_direction
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
grant select, insert on rungs.declared_direction to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (20, 'declared_direction', 'fact.person_id = $1', null);
