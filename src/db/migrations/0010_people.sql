-- People by hand: what is recorded of somebody with dates, put right without anything being rewritten, and taken back.

-- What somebody did to one person's page in one go, so that the last of it can be taken back while nothing rests on it.
create table rungs.person_act (
  org_id uuid not null references rungs.organisation,
  person_act_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('add', 'edit', 'place', 'manager', 'leave', 'share', 'depart', 'return')),
  -- Of the person's own row, the columns that moved: { "before": {…}, "after": {…} }; null where none did.
  changes jsonb,
  reason text check (length(reason) between 1 and 4000),
  by uuid,
  at timestamptz not null,
  -- By the database's clock, as the facts it wrote have it.
  recorded_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid,
  primary key (org_id, person_act_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index person_act_of_person on rungs.person_act (org_id, person_id, at desc, person_act_id desc);

-- Placements and reporting lines are only ever added to. A row that corrects another takes its place: the one it names no longer
-- stands, and neither does a row that `retracts`, which says that what it names never was. Each row is corrected once at most, so
-- corrections make a chain whose last link stands, or nothing.
alter table rungs.placement
  add column corrects_id uuid,
  add column retracts boolean not null default false,
  add column person_act_id uuid,
  add foreign key (org_id, corrects_id) references rungs.placement (org_id, placement_id),
  add check (corrects_id is not null or not retracts);
create unique index placement_corrected on rungs.placement (org_id, corrects_id) where corrects_id is not null;

alter table rungs.reporting_line
  add column reason text check (length(reason) between 1 and 4000),
  add column recorded_by uuid,
  add column corrects_id uuid,
  add column retracts boolean not null default false,
  add column person_act_id uuid,
  add foreign key (org_id, corrects_id) references rungs.reporting_line (org_id, reporting_line_id),
  add check (corrects_id is not null or not retracts);
create unique index reporting_line_corrected on rungs.reporting_line (org_id, corrects_id) where corrects_id is not null;

-- What is read as placements and reporting lines, by everybody: what was recorded and still stands. Which of them holds on a day
-- is in src/db/lines.ts.
create view rungs.placement_standing with (security_invoker = true) as
  select fact.org_id, fact.placement_id, fact.person_id, fact.framework_id, fact.version, fact.level_id, fact.from_on, fact.reason,
         fact.recorded_by, fact.recorded_at, fact.people_import_id, fact.version_move_id, fact.corrects_id, fact.person_act_id
    from rungs.placement as fact
   where not fact.retracts
     and not exists (select from rungs.placement as correction
                      where correction.org_id = fact.org_id and correction.corrects_id = fact.placement_id);

create view rungs.reporting_line_standing with (security_invoker = true) as
  select fact.org_id, fact.reporting_line_id, fact.person_id, fact.manager_id, fact.from_on, fact.reason,
         fact.recorded_by, fact.recorded_at, fact.people_import_id, fact.corrects_id, fact.person_act_id
    from rungs.reporting_line as fact
   where not fact.retracts
     and not exists (select from rungs.reporting_line as correction
                      where correction.org_id = fact.org_id and correction.corrects_id = fact.reporting_line_id);

-- Time away from work, from the first day to the last; no last day where nobody knows it yet.
create table rungs.leave (
  org_id uuid not null references rungs.organisation,
  leave_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('parental', 'sick', 'study', 'unpaid', 'other')),
  from_on date not null,
  to_on date check (to_on >= from_on),
  reason text check (length(reason) between 1 and 4000),
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  corrects_id uuid,
  retracts boolean not null default false,
  person_act_id uuid,
  primary key (org_id, leave_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, corrects_id) references rungs.leave (org_id, leave_id),
  check (corrects_id is not null or not retracts)
);
create index leave_of_person on rungs.leave (org_id, person_id, from_on desc);
create unique index leave_corrected on rungs.leave (org_id, corrects_id) where corrects_id is not null;

create view rungs.leave_standing with (security_invoker = true) as
  select fact.org_id, fact.leave_id, fact.person_id, fact.kind, fact.from_on, fact.to_on, fact.reason,
         fact.recorded_by, fact.recorded_at, fact.corrects_id, fact.person_act_id
    from rungs.leave as fact
   where not fact.retracts
     and not exists (select from rungs.leave as correction
                      where correction.org_id = fact.org_id and correction.corrects_id = fact.leave_id);

-- How much of full time somebody works, from when; before the first of these the share in the person's own row.
create table rungs.share_change (
  org_id uuid not null references rungs.organisation,
  share_change_id uuid not null,
  person_id uuid not null,
  share numeric(4, 3) not null check (share > 0 and share <= 1),
  from_on date not null,
  reason text check (length(reason) between 1 and 4000),
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  people_import_id uuid,
  corrects_id uuid,
  retracts boolean not null default false,
  person_act_id uuid,
  primary key (org_id, share_change_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, corrects_id) references rungs.share_change (org_id, share_change_id),
  check (corrects_id is not null or not retracts)
);
create index share_change_of_person on rungs.share_change (org_id, person_id, from_on desc, recorded_at desc);
create unique index share_change_corrected on rungs.share_change (org_id, corrects_id) where corrects_id is not null;

create view rungs.share_change_standing with (security_invoker = true) as
  select fact.org_id, fact.share_change_id, fact.person_id, fact.share, fact.from_on, fact.reason,
         fact.recorded_by, fact.recorded_at, fact.people_import_id, fact.corrects_id, fact.person_act_id
    from rungs.share_change as fact
   where not fact.retracts
     and not exists (select from rungs.share_change as correction
                      where correction.org_id = fact.org_id and correction.corrects_id = fact.share_change_id);

do $$
declare tablename text;
begin
  foreach tablename in array array['person_act', 'leave', 'share_change'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert on rungs.person_act, rungs.leave, rungs.share_change to rungs_server;
grant update (undone_at, undone_by) on rungs.person_act to rungs_server;
grant select on rungs.placement_standing, rungs.reporting_line_standing, rungs.leave_standing, rungs.share_change_standing to rungs_server;

create index team_by_parent on rungs.team (org_id, parent_team_id);
-- What a list in another order than that of names begins with.
create index person_by_left on rungs.person (org_id, left_on) where left_on is not null;

-- As before (0006), with the employment shares that an import wrote.
create or replace function rungs.take_back_people_import(import uuid) returns void
  language sql security definer set search_path = ''
  as $$
    delete from rungs.share_change as fact using rungs.people_import as done
     where done.org_id = rungs.current_org() and done.people_import_id = $1 and done.undone_at is null
       and not exists (select from rungs.people_import as later where later.org_id = done.org_id and later.undone_at is null
                         and (later.at, later.people_import_id) > (done.at, done.people_import_id))
       and fact.org_id = done.org_id and fact.people_import_id = $1;
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

-- Somebody who was added by hand and by mistake goes again, with what was done to their page since and all of it taken back:
-- while anything else rests on them it refuses by its foreign key.
create function rungs.take_back_person(act uuid) returns void
  language plpgsql security definer set search_path = ''
  as $$
    declare
      made uuid;
      own uuid[];
    begin
      select done.person_id into made from rungs.person_act as done
       where done.org_id = rungs.current_org() and done.person_act_id = act and done.kind = 'add' and not exists (
             select from rungs.person_act as other
              where other.org_id = done.org_id and other.person_id = done.person_id and other.person_act_id <> act and other.undone_at is null);
      own := array(select done.person_act_id from rungs.person_act as done where done.org_id = rungs.current_org() and done.person_id = made);
      delete from rungs.placement as fact where fact.org_id = rungs.current_org() and fact.person_id = made and fact.person_act_id = any (own);
      delete from rungs.reporting_line as fact where fact.org_id = rungs.current_org() and fact.person_id = made and fact.person_act_id = any (own);
      delete from rungs.leave as fact where fact.org_id = rungs.current_org() and fact.person_id = made and fact.person_act_id = any (own);
      delete from rungs.share_change as fact where fact.org_id = rungs.current_org() and fact.person_id = made and fact.person_act_id = any (own);
      delete from rungs.person_act as done where done.org_id = rungs.current_org() and done.person_id = made;
      delete from rungs.person where person.org_id = rungs.current_org() and person.person_id = made;
    end $$;
revoke execute on function rungs.take_back_person(uuid) from public;
grant execute on function rungs.take_back_person(uuid) to rungs_server;
