-- What is found by its name beside people: levels, the roles held at them, and competencies; and what somebody has put away.

-- Every level, role and competency of a version as [kind, id, title, key], folded as names of people are. Read from the document
-- itself, so that it can never say anything else. A competency that is another library's is found there.
create function rungs.findable(content text) returns jsonb
  language sql immutable strict parallel safe
  as $$
    with document as (select content::jsonb as document),
    things (kind, id, title, place) as (
      select 'level', level ->> 'id', level ->> 'title', place from document, jsonb_array_elements(document -> 'levels') with ordinality as levels (level, place)
      union all
      select 'role', level ->> 'id', role, 1000000 + place
        from document, jsonb_array_elements(document -> 'levels') with ordinality as levels (level, place), jsonb_array_elements_text(level -> 'roles') as role
      union all
      select 'competency', competency ->> 'id', competency ->> 'title', 2000000 + place
        from document, jsonb_array_elements(document -> 'competencies') with ordinality as competencies (competency, place)
       where competency ? 'title'
    )
    select coalesce(jsonb_agg(jsonb_build_array(kind, id, title, rungs.name_key(title)) order by place), '[]') from things
  $$;
alter table rungs.framework_version add column found jsonb not null generated always as (rungs.findable(content)) stored;

-- What somebody does not want to be shown of their own accord any more; it stays where it is.
create table rungs.put_away (
  org_id uuid not null references rungs.organisation,
  person_id uuid not null,
  thing text not null check (thing in ('start')),
  at timestamptz not null,
  primary key (org_id, person_id, thing),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
alter table rungs.put_away enable row level security;
alter table rungs.put_away force row level security;
create policy organisation on rungs.put_away
  using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()));
grant select, insert, delete on rungs.put_away to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (20, 'put_away', 'fact.person_id = $1', null);
