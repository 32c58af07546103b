-- What the first readers ask: names found by any part of them, the ladders that lead to one another, which rewordings kept
-- their meaning, and the answers that have been released.

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

-- Every answer of a submitted assessment in a released cycle, the newest row of each expectation. It reads as its reader does.
create view rungs.released_answer with (security_invoker = true) as
  select review.org_id, review.person_id, review.review_id, review.framework_id, review.version,
         cycle.cycle_id, cycle.title as cycle_title, cycle.released_at,
         assessment.assessment_id, assessment.kind, assessment.rater_id,
         rating.level_id, rating.expectation_id, rating.answer, rating.value, rating.comment, rating.rated_on, rating.recorded_at
    from rungs.review
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
    join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
   where cycle.released_at is not null
     and review.withdrawn_at is null
     and assessment.state = 'submitted'
     and not exists (
           select from rungs.rating as later
            where later.org_id = rating.org_id and later.assessment_id = rating.assessment_id and later.expectation_id = rating.expectation_id
              and (later.recorded_at, later.rating_id) > (rating.recorded_at, rating.rating_id));

alter table rungs.expectation_change enable row level security;
alter table rungs.expectation_change force row level security;
create policy organisation on rungs.expectation_change
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
alter table rungs.transition enable row level security;
alter table rungs.transition force row level security;
create policy organisation on rungs.transition
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));

grant select, insert on rungs.expectation_change, rungs.transition to rungs_server;
grant select on rungs.released_answer to rungs_server;
