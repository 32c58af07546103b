-- The audit log is sealed in batches into a chain of hashes; the rules are in core/audit. What is sealed stays named here even
-- where the entry itself has been taken away: a hash tells nobody anything.
create table rungs.audit_seal (
  org_id uuid not null references rungs.organisation,
  seal integer not null check (seal > 0),
  first_id uuid not null,
  last_id uuid not null,
  entries integer not null check (entries > 0),
  entries_hash bytea not null check (length(entries_hash) = 32),
  -- Of seal 1: 32 times zero.
  previous_hash bytea not null check (length(previous_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  -- By the database's clock, as the entries have it; in whole milliseconds, since both are part of what is hashed. Nothing
  -- dated up to `through` was left out but what had not been committed yet.
  through timestamptz not null,
  sealed_at timestamptz not null,
  primary key (org_id, seal)
);

-- One entry in its place in a seal. The network address stands in the entry's hash as the hash of a salt and itself, so that
-- it can be forgotten (address and salt both) without a break in the chain.
create table rungs.audit_sealed (
  org_id uuid not null references rungs.organisation,
  audit_id uuid not null,
  seal integer not null,
  position integer not null check (position >= 0),
  at timestamptz not null,
  hash bytea not null check (length(hash) = 32),
  address_salt bytea check (length(address_salt) = 16),
  address_hash bytea check (length(address_hash) = 32),
  primary key (org_id, audit_id),
  unique (org_id, seal, position),
  foreign key (org_id, seal) references rungs.audit_seal (org_id, seal)
);

-- What the log is filtered by, beside whom it is about.
create index audit_of_actor on rungs.audit (org_id, actor_id, at desc);
create index audit_of_action on rungs.audit (org_id, action, at desc);

do $$
declare tablename text;
begin
  foreach tablename in array array['audit_seal', 'audit_sealed'] loop
    execute format('alter table rungs.%I enable row level security', tablename);
    execute format('alter table rungs.%I force row level security', tablename);
    execute format('create policy organisation on rungs.%I using (org_id = (select rungs.current_org())) with check (org_id = (select rungs.current_org()))', tablename);
  end loop;
end $$;
grant select, insert on rungs.audit_seal, rungs.audit_sealed to rungs_server;

-- Retention, which the server can ask for in these two ways only. Entries go once they are sealed and more than a year old;
-- addresses once they are more than 30 days old. How old they were to be is in the log itself, in an entry of its own.
create function rungs.forget_audit_entries(before timestamptz) returns bigint
  language sql security definer set search_path = ''
  as $$
    with gone as (
      delete from rungs.audit as entry using rungs.audit_sealed as sealed
       where entry.org_id = rungs.current_org() and entry.at < least($1, now() - interval '365 days')
         and sealed.org_id = entry.org_id and sealed.audit_id = entry.audit_id
      returning 1)
    select count(*) from gone
  $$;

create function rungs.forget_audit_addresses(before timestamptz) returns bigint
  language sql security definer set search_path = ''
  as $$
    with old as (
      select entry.org_id, entry.audit_id from rungs.audit as entry
       where entry.org_id = rungs.current_org() and entry.address is not null and entry.at < least($1, now() - interval '30 days')),
    unsalted as (
      update rungs.audit_sealed as sealed set address_salt = null from old
       where sealed.org_id = old.org_id and sealed.audit_id = old.audit_id),
    gone as (
      update rungs.audit as entry set address = null from old
       where entry.org_id = old.org_id and entry.audit_id = old.audit_id
      returning 1)
    select count(*) from gone
  $$;
revoke execute on function rungs.forget_audit_entries(timestamptz), rungs.forget_audit_addresses(timestamptz) from public;
grant execute on function rungs.forget_audit_entries(timestamptz), rungs.forget_audit_addresses(timestamptz) to rungs_server;
