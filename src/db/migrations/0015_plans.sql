-- Development plans: goals, what is done about each, what stands in the way, and what both sides said on the way.

-- At most one of a person is not done. Each side agrees by itself; `agreed_at` once nobody is left to. `revision` is raised by every
-- change of the plan, its goals and actions, so that nobody agrees to what they did not see.
create table rungs.plan (
  org_id uuid not null references rungs.organisation,
  plan_id uuid not null,
  person_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  state text not null default 'draft' check (state in ('draft', 'agreed', 'active', 'done')),
  revision integer not null default 1,
  starts_on date,
  ends_on date,
  created_at timestamptz not null,
  created_by uuid not null,
  person_agreed_at timestamptz,
  manager_agreed_at timestamptz,
  manager_agreed_by uuid,
  agreed_at timestamptz,
  started_at timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  -- How it went, in a word by whoever closed it.
  outcome text check (length(outcome) between 1 and 4000),
  primary key (org_id, plan_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  foreign key (org_id, manager_agreed_by) references rungs.person (org_id, person_id),
  foreign key (org_id, closed_by) references rungs.person (org_id, person_id),
  check (ends_on >= starts_on),
  check ((state = 'done') = (closed_at is not null)),
  check (state not in ('agreed', 'active') or agreed_at is not null),
  check (state <> 'active' or started_at is not null)
);
create index plan_of_person on rungs.plan (org_id, person_id, created_at desc, plan_id desc);
create unique index plan_open on rungs.plan (org_id, person_id) where state <> 'done';

-- What somebody wants to reach: a gap of a report (an expectation or a requirement of a level, of a version), a level on a way, or
-- something of their own. `achieved_review_id` names the review whose released rating closed it, `achieved_value` that rating; null
-- where somebody said so, or a record was what it wanted.
create table rungs.goal (
  org_id uuid not null references rungs.organisation,
  goal_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  why text check (length(why) between 1 and 4000),
  source text not null check (source in ('expectation', 'requirement', 'free', 'route')),
  framework_id uuid,
  version integer,
  level_id text,
  expectation_id text,
  requirement_id text,
  due_on date,
  state text not null default 'open' check (state in ('open', 'achieved', 'dropped')),
  achieved_on date,
  achieved_review_id uuid,
  achieved_value integer,
  revision integer not null default 1,
  position integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (org_id, goal_id),
  foreign key (org_id, plan_id) references rungs.plan (org_id, plan_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, framework_id, version, level_id) references rungs.level (org_id, framework_id, version, level_id),
  foreign key (org_id, framework_id, version, expectation_id) references rungs.expectation (org_id, framework_id, version, expectation_id),
  foreign key (org_id, achieved_review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  check ((source = 'expectation') = (expectation_id is not null)),
  check ((source = 'requirement') = (requirement_id is not null)),
  check (num_nonnulls(framework_id, version, level_id) = case source when 'free' then 0 else 3 end),
  check ((state = 'achieved') = (achieved_on is not null)),
  check (achieved_on is not null or num_nonnulls(achieved_review_id, achieved_value) = 0)
);
create index goal_of_plan on rungs.goal (org_id, plan_id, position);
create index goal_of_person on rungs.goal (org_id, person_id);
-- The same gap is the same goal, however often it is chosen, and whatever version it was chosen from.
create unique index goal_on_expectation on rungs.goal (org_id, plan_id, framework_id, expectation_id) where expectation_id is not null;
create unique index goal_on_requirement on rungs.goal (org_id, plan_id, framework_id, requirement_id) where requirement_id is not null;
create unique index goal_on_level on rungs.goal (org_id, plan_id, framework_id, level_id) where source = 'route';

-- Something that is done about a goal. Its owner is who does it, most often the person. `cost_minor` in the currency's smallest unit.
-- `resource_id` is what the organisation's library offered for it.
create table rungs.action (
  org_id uuid not null references rungs.organisation,
  action_id uuid not null,
  goal_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  owner_person_id uuid not null,
  kind text not null check (kind in ('training', 'on-the-job', 'mentoring', 'qualification', 'reading')),
  title text not null check (length(title) between 1 and 200),
  state text not null default 'planned' check (state in ('planned', 'doing', 'done', 'dropped')),
  starts_on date,
  due_on date,
  done_on date,
  cost_minor integer check (cost_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  funding text not null default 'none-needed' check (funding in ('none-needed', 'not-asked', 'asked', 'agreed', 'refused')),
  resource_id uuid,
  revision integer not null default 1,
  position integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (org_id, action_id),
  foreign key (org_id, goal_id) references rungs.goal (org_id, goal_id),
  foreign key (org_id, plan_id) references rungs.plan (org_id, plan_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, owner_person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  check (due_on >= starts_on),
  check ((cost_minor is null) = (currency is null)),
  check ((state = 'done') = (done_on is not null))
);
create index action_of_goal on rungs.action (org_id, goal_id, position);
create index action_of_plan on rungs.action (org_id, plan_id);
create index action_of_person on rungs.action (org_id, person_id);
create index action_due on rungs.action (org_id, due_on) where state in ('planned', 'doing') and due_on is not null;

-- What shows that an action was done: the person's own evidence (0013), which reviews can show as well.
create table rungs.action_evidence (
  org_id uuid not null references rungs.organisation,
  action_id uuid not null,
  evidence_id uuid not null,
  person_id uuid not null,
  by uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, action_id, evidence_id),
  foreign key (org_id, action_id) references rungs.action (org_id, action_id),
  foreign key (org_id, evidence_id) references rungs.evidence (org_id, evidence_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index action_evidence_by_evidence on rungs.action_evidence (org_id, evidence_id);
create index action_evidence_of_person on rungs.action_evidence (org_id, person_id);

-- What stands in somebody's way, and what would take it out of it: of an action, of a goal, or of neither. A dated register.
create table rungs.barrier (
  org_id uuid not null references rungs.organisation,
  barrier_id uuid not null,
  person_id uuid not null,
  action_id uuid,
  goal_id uuid,
  kind text not null check (kind in ('funding', 'eligibility', 'employer-discretion', 'shift-pattern', 'no-vacancy', 'no-mentor', 'access', 'other')),
  note text check (length(note) between 1 and 4000),
  would_remove text check (length(would_remove) between 1 and 4000),
  raised_on date not null,
  raised_by uuid not null,
  raised_at timestamptz not null,
  resolved_on date,
  resolved_by uuid,
  resolution text check (length(resolution) between 1 and 4000),
  revision integer not null default 1,
  primary key (org_id, barrier_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, action_id) references rungs.action (org_id, action_id),
  foreign key (org_id, goal_id) references rungs.goal (org_id, goal_id),
  foreign key (org_id, raised_by) references rungs.person (org_id, person_id),
  foreign key (org_id, resolved_by) references rungs.person (org_id, person_id),
  check (resolved_on >= raised_on),
  check (num_nonnulls(resolved_on, resolved_by, resolution) in (0, 3))
);
create index barrier_of_person on rungs.barrier (org_id, person_id, raised_on desc);
create index barrier_by_age on rungs.barrier (org_id, raised_on, barrier_id);
create index barrier_on_action on rungs.barrier (org_id, action_id) where action_id is not null;
create index barrier_on_goal on rungs.barrier (org_id, goal_id) where goal_id is not null;

-- What either side wrote down, and that they met; never changed.
create table rungs.plan_note (
  org_id uuid not null references rungs.organisation,
  plan_note_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('note', 'check-in')),
  body text not null check (length(body) between 1 and 20000),
  -- The day on which they met; null for a note.
  held_on date,
  by uuid not null,
  at timestamptz not null,
  primary key (org_id, plan_note_id),
  foreign key (org_id, plan_id) references rungs.plan (org_id, plan_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id),
  check ((kind = 'check-in') = (held_on is not null))
);
create index plan_note_of_plan on rungs.plan_note (org_id, plan_id, at desc, plan_note_id desc);
create index plan_note_of_person on rungs.plan_note (org_id, person_id);

do $$
declare tablename text;
begin
  foreach tablename in array array['plan', 'goal', 'action', 'action_evidence', 'barrier', 'plan_note'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert on rungs.plan, rungs.goal, rungs.action, rungs.action_evidence, rungs.barrier, rungs.plan_note to rungs_server;
grant update (title, state, revision, starts_on, ends_on, person_agreed_at, manager_agreed_at, manager_agreed_by, agreed_at, started_at,
  closed_at, closed_by, outcome) on rungs.plan to rungs_server;
grant update (title, why, due_on, state, achieved_on, achieved_review_id, achieved_value, revision, position) on rungs.goal to rungs_server;
grant update (owner_person_id, kind, title, state, starts_on, due_on, done_on, cost_minor, currency, funding, revision, position)
  on rungs.action to rungs_server;
grant update (removed_at, by, at) on rungs.action_evidence to rungs_server;
grant update (kind, note, would_remove, resolved_on, resolved_by, resolution, revision) on rungs.barrier to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  (15, 'action_evidence', 'fact.person_id = $1', null),
  (15, 'barrier', 'fact.person_id = $1', null),
  (15, 'plan_note', 'fact.person_id = $1', null),
  (16, 'action', 'fact.person_id = $1', null),
  (17, 'goal', 'fact.person_id = $1', null),
  (18, 'plan', 'fact.person_id = $1', null);
