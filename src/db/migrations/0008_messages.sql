-- What Rungs says to people, by e-mail and in Rungs itself; invitations; and the roles that somebody once had.

-- The outbox. Written in the transaction of what it tells of, sent by a job. `gathered` waits for the day's digest and is then
-- `digested`; `held` waits for a person, since there is no mail server; `unsure` was handed over when the server that sent it died,
-- so that nobody knows whether it left. What opens something (a token in `data`) is taken out once the message has gone.
create table rungs.message (
  org_id uuid not null references rungs.organisation,
  message_id uuid not null,
  person_id uuid,
  to_address text not null check (length(to_address) between 3 and 320),
  template text not null,
  data jsonb not null,
  dedupe_key text not null check (length(dedupe_key) between 1 and 300),
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'unsure', 'held', 'gathered', 'digested', 'withdrawn')),
  -- In the link that ends messages of this kind; null where it may not be ended.
  unsubscribe text,
  attempts integer not null default 0,
  -- Not tried before.
  due_at timestamptz not null default now(),
  -- Of whoever is sending it: past, and that one has died.
  lease_until timestamptz,
  last_error text,
  -- As it went out.
  subject text,
  body text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (org_id, message_id),
  unique (org_id, dedupe_key),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index message_by_time on rungs.message (org_id, created_at desc, message_id desc);
create index message_by_state on rungs.message (org_id, state, created_at desc, message_id desc);
create index message_due on rungs.message (org_id, due_at) where state in ('waiting', 'sending');
create index message_gathered on rungs.message (org_id, person_id) where state = 'gathered';
create unique index message_by_unsubscribe on rungs.message (org_id, unsubscribe) where unsubscribe is not null;
create index message_of_person on rungs.message (org_id, person_id);

-- The same in Rungs itself.
create table rungs.notification (
  org_id uuid not null references rungs.organisation,
  notification_id uuid not null,
  person_id uuid not null,
  kind text not null,
  title text not null,
  path text not null,
  dedupe_key text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (org_id, notification_id),
  unique (org_id, person_id, dedupe_key),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index notification_of_person on rungs.notification (org_id, person_id, created_at desc, notification_id desc);
create index notification_unread on rungs.notification (org_id, person_id) where read_at is null;

-- How somebody wants a kind of message by e-mail; the usual way of the kind where there is no row.
create table rungs.message_preference (
  org_id uuid not null references rungs.organisation,
  person_id uuid not null,
  kind text not null,
  email text not null check (email in ('on', 'digest', 'off')),
  primary key (org_id, person_id, kind),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);

-- Of the token only its hash. The newest of a person counts; sending it again makes a new one and withdraws the old.
create table rungs.invitation (
  org_id uuid not null references rungs.organisation,
  invitation_id uuid not null,
  person_id uuid not null,
  email text not null check (email = lower(email)),
  token_hash bytea not null check (length(token_hash) = 32),
  invited_by uuid,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (org_id, invitation_id),
  unique (org_id, token_hash),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id),
  foreign key (org_id, invited_by) references rungs.person (org_id, person_id),
  foreign key (org_id, withdrawn_by) references rungs.person (org_id, person_id)
);
create index invitation_of_person on rungs.invitation (org_id, person_id, invited_at desc);

-- Roles that ended: role_grant holds those that stand, and what is taken away there is written here. Never changed.
create table rungs.role_past (
  org_id uuid not null references rungs.organisation,
  role_grant_id uuid not null,
  person_id uuid not null,
  role text not null,
  framework_id uuid,
  team_ids uuid[],
  expires_on date,
  granted_by uuid,
  granted_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz not null default now(),
  primary key (org_id, role_grant_id),
  foreign key (org_id, person_id) references rungs.person (org_id, person_id)
);
create index role_past_of_person on rungs.role_past (org_id, person_id, ended_at desc);
create index role_grant_by_role on rungs.role_grant (org_id, role);

do $$
declare tablename text;
begin
  foreach tablename in array array['message', 'notification', 'message_preference', 'invitation', 'role_past'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;

grant select, insert on rungs.message, rungs.notification, rungs.invitation, rungs.role_past to rungs_server;
grant update (state, data, attempts, due_at, lease_until, last_error, subject, body, sent_at) on rungs.message to rungs_server;
grant update (read_at) on rungs.notification to rungs_server;
grant update (accepted_at, withdrawn_at, withdrawn_by) on rungs.invitation to rungs_server;
grant select, insert, update, delete on rungs.message_preference to rungs_server;

-- Asks for a job of this organisation with the transaction's own commit. The queue belongs to pg-boss (schema jobs, another
-- role's); the payload is the organisation's id. Nothing happens where no server runs jobs yet: the next one looks for itself.
create function rungs.ask_for_job(job text) returns void
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into jobs.job (name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff, expire_seconds, deletion_seconds, keep_until)
    select queue.name, jsonb_build_object('orgId', rungs.current_org()), rungs.current_org()::text, queue.policy, queue.retry_limit,
           queue.retry_delay, queue.retry_backoff, queue.expire_seconds, queue.deletion_seconds,
           now() + queue.retention_seconds * interval '1 second'
      from jobs.queue where queue.name = $1;
  end $$;
revoke execute on function rungs.ask_for_job(text) from public;
grant execute on function rungs.ask_for_job(text) to rungs_server;
