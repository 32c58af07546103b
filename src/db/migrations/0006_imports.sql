-- Imports of people. What one wrote can be taken back while nothing else rests on it: each line and placement names the
-- import that wrote it, and the import keeps what stood before.
create table rungs.people_import (
  org_id uuid not null references rungs.organisation,
  people_import_id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  on_date date not null,
  added_ids uuid[] not null,
  team_ids uuid[] not null,
  -- Of everybody who was changed or left: [{ "id", "before", "after" }], the columns of rungs.person that moved.
  changes jsonb not null,
  left_count integer not null,
  by uuid,
  at timestamptz not null,
  -- By the database's clock, as the facts it wrote have it.
  recorded_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid,
  primary key (org_id, people_import_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id),
  foreign key (org_id, undone_by) references rungs.person (org_id, person_id)
);
create index people_import_by_time on rungs.people_import (org_id, at desc, people_import_id desc);

alter table rungs.people_import enable row level security;
alter table rungs.people_import force row level security;
create policy organisation on rungs.people_import
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
grant select, insert on rungs.people_import to rungs_server;
grant update (undone_at, undone_by) on rungs.people_import to rungs_server;

-- Neither key nor index: both would slow every import down, and an undo finds its rows by the people they are about.
alter table rungs.reporting_line add column people_import_id uuid;
alter table rungs.placement add column people_import_id uuid;

-- Lines and placements are facts that the server can only add to. This takes back those of one import, the newest that still
-- stands, with the people and teams it made, and nothing else: whatever rests on them refuses by its foreign key. The caller
-- has put back what it changed.
create function rungs.take_back_people_import(import uuid) returns void
  language sql security definer set search_path = ''
  as $$
    delete from rungs.placement as fact using rungs.people_import as done
     where done.org_id = rungs.current_org() and done.people_import_id = $1 and done.undone_at is null
       and not exists (select from rungs.people_import as later where later.org_id = done.org_id and later.undone_at is null
                         and (later.at, later.people_import_id) > (done.at, done.people_import_id))
       and fact.org_id = done.org_id and fact.people_import_id = $1;
    delete from rungs.reporting_line as fact using rungs.people_import as done
     where done.org_id = rungs.current_org() and done.people_import_id = $1 and done.undone_at is null
       and not exists (select from rungs.people_import as later where later.org_id = done.org_id and later.undone_at is null
                         and (later.at, later.people_import_id) > (done.at, done.people_import_id))
       and fact.org_id = done.org_id and fact.people_import_id = $1;
    delete from rungs.person as made using rungs.people_import as done
     where done.org_id = rungs.current_org() and done.people_import_id = $1 and done.undone_at is null
       and made.org_id = done.org_id and made.person_id = any (done.added_ids);
    delete from rungs.team as made using rungs.people_import as done
     where done.org_id = rungs.current_org() and done.people_import_id = $1 and done.undone_at is null
       and made.org_id = done.org_id and made.team_id = any (done.team_ids);
  $$;
revoke execute on function rungs.take_back_people_import(uuid) from public;
grant execute on function rungs.take_back_people_import(uuid) to rungs_server;
