-- Cycles are set up, run, calibrated and released here; reviews are written, handed over, opened again and answered; and
-- check-ins are reviews that belong to no cycle.

-- `setup` is core/cycle/setup.ts. A cycle is shown as its `revision`, which every change of the set-up raises.
alter table rungs.cycle
  add column setup jsonb not null default '{}',
  add column revision integer not null default 1,
  add column created_by uuid,
  add column launched_at timestamptz,
  add column launched_by uuid,
  add column cancelled_at timestamptz,
  add column cancelled_by uuid,
  add column cancelled_reason text check (length(cancelled_reason) between 1 and 4000),
  add column scheduled_release_at timestamptz,
  add column scheduled_by uuid,
  add column released_by uuid,
  add foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, launched_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, cancelled_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, scheduled_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, released_by) references rungs.person (org_id, person_id);
create index cycle_by_time on rungs.cycle (org_id, created_at desc, cycle_id desc);

-- `manager_id` is who rates as the manager: pinned at launch, moved by a handover and by nothing else. A check-in names what
-- it is about in `title` and is released by itself. `target_level_ids` are the levels asked about, the current one included
-- where it is asked.
alter table rungs.review
  alter column cycle_id drop not null,
  add column kind text not null default 'cycle' check (kind in ('cycle', 'check-in')),
  add column manager_id uuid,
  add column joined_at timestamptz,
  add column withdrawn_reason text check (length(withdrawn_reason) between 1 and 4000),
  add column agreed_note text check (length(agreed_note) <= 20000),
  add column agreed_note_by uuid,
  add column agreed_note_at timestamptz,
  add column acknowledged_comment text check (length(acknowledged_comment) <= 4000),
  add column title text check (length(title) between 1 and 200),
  add column opened_by uuid,
  add column opened_at timestamptz,
  add column released_at timestamptz,
  add foreign key (org_id, manager_id) references rungs.person (org_id, person_id),
  add foreign key (org_id, agreed_note_by) references rungs.person (org_id, person_id),
  add foreign key (org_id, opened_by) references rungs.person (org_id, person_id),
  add check ((kind = 'cycle') = (cycle_id is not null)),
  add check (kind = 'check-in' or released_at is null);
create index review_of_manager on rungs.review (org_id, manager_id);

-- `revision` is raised by every answer saved. `closed_at`: handed over or withdrawn before it was submitted, nobody writes it
-- any more; it is opened again where the review comes back to the same rater. `due_on`: put off for this one alone.
alter table rungs.assessment
  add column revision integer not null default 0,
  add column due_on date,
  add column closed_at timestamptz,
  add column reopened_at timestamptz,
  add column reopened_by uuid,
  add column reopened_reason text check (length(reopened_reason) between 1 and 4000),
  add foreign key (org_id, reopened_by) references rungs.person (org_id, person_id);
-- Not by state too: before there are statistics, that would look like a way to find the forms of one review.
create index assessment_of_rater on rungs.assessment (org_id, rater_id);

-- Everything that a rater ever signed of an assessment: one that was opened again is signed anew, and what was signed stays.
create table rungs.signed_assessment (
  org_id uuid not null references rungs.organisation,
  signed_assessment_id uuid not null,
  assessment_id uuid not null,
  submitted_at timestamptz not null,
  document text not null,
  hash bytea not null check (length(hash) = 32),
  primary key (org_id, signed_assessment_id),
  foreign key (org_id, assessment_id) references rungs.assessment (org_id, assessment_id)
);
create index signed_assessment_of on rungs.signed_assessment (org_id, assessment_id, submitted_at);

-- What the browser called an answer when it sent it: one that comes a second time is the same. `none`: words without a point
-- yet, kept all the same; it answers nothing, and nothing is submitted with it.
alter table rungs.rating
  add column client_id uuid,
  drop constraint rating_answer_check,
  add constraint rating_answer_check check (answer in ('rated', 'not-observed', 'no-opportunity', 'none'));
create unique index rating_by_client on rungs.rating (org_id, assessment_id, client_id);

-- What happened to one participant, in the order it happened; `details` by kind are in core/cycle/event.ts.
create table rungs.review_event (
  org_id uuid not null references rungs.organisation,
  review_event_id uuid not null,
  review_id uuid not null,
  kind text not null check (kind in ('launched', 'joined', 'withdrawn', 'handed-over', 'reopened', 'extended', 'nudged', 'submitted',
    'released', 'acknowledged', 'second-look', 'answered')),
  by uuid,
  at timestamptz not null,
  details jsonb not null default '{}',
  primary key (org_id, review_event_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index review_event_of_review on rungs.review_event (org_id, review_id, at);

-- Answers to the questions beside the competencies; append-only, the newest of a question in an assessment holds.
create table rungs.question_answer (
  org_id uuid not null references rungs.organisation,
  question_answer_id uuid not null,
  assessment_id uuid not null,
  question_id text not null,
  body text not null check (length(body) <= 20000),
  client_id uuid,
  recorded_at timestamptz not null default now(),
  primary key (org_id, question_answer_id),
  unique (org_id, assessment_id, client_id),
  foreign key (org_id, assessment_id) references rungs.assessment (org_id, assessment_id)
);
create index question_answer_of_assessment on rungs.question_answer (org_id, assessment_id, question_id, recorded_at desc);

-- A rater found a statement unclear while they rated by it.
create table rungs.unclear_flag (
  org_id uuid not null references rungs.organisation,
  unclear_flag_id uuid not null,
  assessment_id uuid not null,
  framework_id uuid not null,
  version integer not null,
  expectation_id text not null,
  body text not null check (length(body) <= 4000),
  by uuid not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (org_id, unclear_flag_id),
  foreign key (org_id, assessment_id) references rungs.assessment (org_id, assessment_id),
  foreign key (org_id, framework_id, version, expectation_id) references rungs.expectation (org_id, framework_id, version, expectation_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index unclear_flag_on on rungs.unclear_flag (org_id, framework_id, expectation_id);

-- What somebody can show: a file (kept by the hash of its content), a link, something on record, or a note.
create table rungs.evidence (
  org_id uuid not null references rungs.organisation,
  evidence_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('file', 'link', 'record', 'note')),
  title text not null check (length(title) between 1 and 200),
  body text check (length(body) <= 4000),
  url text check (length(url) <= 2000),
  record_id uuid,
  attachment bytea check (length(attachment) = 32),
  attachment_name text check (length(attachment_name) between 1 and 200),
  attachment_type text,
  attachment_size integer,
  on_date date,
  by uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, evidence_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, record_id) references rungs.record (org_id, record_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id),
  check ((kind = 'link') = (url is not null)),
  check ((kind = 'record') = (record_id is not null)),
  check ((kind = 'file') = (attachment is not null))
);
create index evidence_of_person on rungs.evidence (org_id, person_id, at desc);

-- Evidence beside the answer about an expectation, whatever that answer is changed to.
create table rungs.rating_evidence (
  org_id uuid not null references rungs.organisation,
  assessment_id uuid not null,
  level_id text not null,
  expectation_id text not null,
  evidence_id uuid not null,
  by uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, assessment_id, expectation_id, evidence_id),
  foreign key (org_id, assessment_id) references rungs.assessment (org_id, assessment_id),
  foreign key (org_id, evidence_id) references rungs.evidence (org_id, evidence_id),
  foreign key (org_id, by) references rungs.person (org_id, person_id)
);
create index rating_evidence_by_evidence on rungs.rating_evidence (org_id, evidence_id);

create table rungs.peer_invitation (
  org_id uuid not null references rungs.organisation,
  peer_invitation_id uuid not null,
  review_id uuid not null,
  peer_id uuid not null,
  invited_by uuid not null,
  state text not null check (state in ('suggested', 'invited', 'accepted', 'declined', 'withdrawn')),
  reason text check (length(reason) <= 4000),
  at timestamptz not null,
  answered_at timestamptz,
  primary key (org_id, peer_invitation_id),
  unique (org_id, review_id, peer_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, peer_id) references rungs.person (org_id, person_id),
  foreign key (org_id, invited_by) references rungs.person (org_id, person_id)
);
create index peer_invitation_of_peer on rungs.peer_invitation (org_id, peer_id, state);

-- Asked for by whom a review is about, once it is released.
create table rungs.second_look (
  org_id uuid not null references rungs.organisation,
  second_look_id uuid not null,
  review_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  body text not null check (length(body) between 1 and 4000),
  answered_by uuid,
  answered_at timestamptz,
  answer text check (length(answer) between 1 and 4000),
  outcome text check (outcome in ('stands', 'corrected', 'talked-over')),
  primary key (org_id, second_look_id),
  foreign key (org_id, review_id) references rungs.review (org_id, review_id),
  foreign key (org_id, asked_by) references rungs.person (org_id, person_id),
  foreign key (org_id, answered_by) references rungs.person (org_id, person_id),
  check (num_nonnulls(answered_by, answered_at, answer, outcome) in (0, 4))
);
create index second_look_of_review on rungs.second_look (org_id, review_id, asked_at);

-- People who sat together over the ratings of a cycle. Once locked, it says what was said, for good.
create table rungs.calibration_session (
  org_id uuid not null references rungs.organisation,
  calibration_session_id uuid not null,
  cycle_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  agenda text not null default '' check (length(agenda) <= 20000),
  held_on date,
  participants uuid[] not null default '{}',
  record text not null default '' check (length(record) <= 20000),
  created_by uuid not null,
  created_at timestamptz not null,
  locked_at timestamptz,
  locked_by uuid,
  primary key (org_id, calibration_session_id),
  foreign key (org_id, cycle_id) references rungs.cycle (org_id, cycle_id),
  foreign key (org_id, created_by) references rungs.person (org_id, person_id),
  foreign key (org_id, locked_by) references rungs.person (org_id, person_id)
);
create index calibration_session_of_cycle on rungs.calibration_session (org_id, cycle_id, created_at);
alter table rungs.calibration add column session_id uuid;
alter table rungs.calibration
  add foreign key (org_id, session_id) references rungs.calibration_session (org_id, calibration_session_id);

do $$
declare tablename text;
begin
  foreach tablename in array array['signed_assessment', 'review_event', 'question_answer', 'unclear_flag', 'evidence', 'rating_evidence',
    'peer_invitation', 'second_look', 'calibration_session'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert on rungs.signed_assessment, rungs.review_event, rungs.question_answer to rungs_server;
grant select, insert on rungs.unclear_flag, rungs.evidence, rungs.rating_evidence, rungs.second_look, rungs.peer_invitation to rungs_server;
grant update (withdrawn_at) on rungs.unclear_flag to rungs_server;
grant update (removed_at) on rungs.evidence to rungs_server;
grant update (removed_at, by, at) on rungs.rating_evidence to rungs_server;
grant update (answered_by, answered_at, answer, outcome) on rungs.second_look to rungs_server;
grant update (state, invited_by, reason, at, answered_at) on rungs.peer_invitation to rungs_server;
grant select, insert, update on rungs.calibration_session to rungs_server;
-- Nobody who took part is ever deleted.
revoke delete on rungs.cycle, rungs.review, rungs.assessment from rungs_server;

-- After a second look that corrected something the report as it then stands is kept beside the one that was released: that one stays.
alter table rungs.released_report add column second_look_id uuid;
alter table rungs.released_report drop constraint released_report_org_id_review_id_level_id_key;
alter table rungs.released_report add constraint released_report_once unique nulls not distinct (org_id, review_id, level_id, second_look_id);
alter table rungs.released_report add foreign key (org_id, second_look_id) references rungs.second_look (org_id, second_look_id);
