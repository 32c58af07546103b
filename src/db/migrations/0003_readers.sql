-- What the first readers ask: names found by any part of them, the ladders that lead to one another, and which rewordings
-- kept their meaning.

-- A name as people search for it: case, accents and typographic apostrophes do not matter. One rule for the column and for
-- what is searched, so that both always agree. No extension, since an external database may refuse to install one.
create function rungs.name_key(name text) returns text
  language sql immutable strict parallel safe
  as $$
    select lower(regexp_replace(
      normalize(replace(replace(replace(translate(name, '’ʼ`ØøŁłĐđÐðıĦħ', '''''''OoLlDdDdiHh'), 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), nfkd),
      '[\u0300-\u036F]', '', 'g'))
  $$;

-- Byte order, so that a page of the directory starts where the last one ended on every database.
alter table rungs.person add column search_name text collate "C" not null generated always as (rungs.name_key(name)) stored;
drop index rungs.person_by_name;
create index person_by_search_name on rungs.person (org_id, search_name, person_id);

alter table rungs.level add column regulated text;

-- How the author classed a reworded expectation on publishing this version. An expectation without a row is substantive
-- where its words moved (the rule is in core/framework/carry.ts).
create table rungs.expectation_change (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null,
  expectation_id text not null,
  class text not null check (class in ('editorial', 'substantive')),
  reason text not null check (length(reason) between 1 and 4000),
  primary key (org_id, framework_id, version, expectation_id),
  foreign key (org_id, framework_id, version, expectation_id) references rungs.expectation (org_id, framework_id, version, expectation_id)
);

-- Narrow rows of a version's transitions, written with it. The level's framework is spelled out, also within the same one;
-- what it names may not be here (yet), so there is no key to it.
create table rungs.transition (
  org_id uuid not null references rungs.organisation,
  framework_id uuid not null,
  version integer not null,
  position integer not null,
  from_framework text not null,
  from_level text not null,
  to_framework text not null,
  to_level text not null,
  kind text not null check (kind in ('promotion', 'lateral', 'track-switch', 'step-down')),
  primary key (org_id, framework_id, version, position),
  foreign key (org_id, framework_id, version) references rungs.framework_version (org_id, framework_id, version)
);
create index transition_to on rungs.transition (org_id, to_framework);

alter table rungs.expectation_change enable row level security;
alter table rungs.expectation_change force row level security;
create policy organisation on rungs.expectation_change
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
alter table rungs.transition enable row level security;
alter table rungs.transition force row level security;
create policy organisation on rungs.transition
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));

grant select, insert on rungs.expectation_change, rungs.transition to rungs_server;
