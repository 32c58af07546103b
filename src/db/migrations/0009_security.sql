-- Ways to sign in beside the password, what is mailed to prove an address, and what a session says of itself. Accounts stand
-- above organisations: reached by the role rungs_accounts alone.

-- Public keys only: who reads this table can sign in as nobody.
create table accounts.passkey (
  passkey_id uuid primary key,
  user_id uuid not null references accounts.user on delete cascade,
  -- base64url, as browsers name it.
  credential_id text not null unique check (length(credential_id) between 1 and 1400),
  public_key bytea not null,
  -- How often it has been used, by its own count; 0 where the device does not count.
  counter bigint not null,
  transports text[] not null,
  name text not null check (length(name) between 1 and 100),
  -- Kept by a service that several devices of its owner share.
  synced boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of_user on accounts.passkey (user_id, created_at);

-- The secret of an authenticator app, sealed with the installation's own. Asked for at sign-in from `confirmed_at` on.
create table accounts.totp (
  user_id uuid primary key references accounts.user on delete cascade,
  secret bytea not null,
  -- The half minute of the last code that was taken, counted from 1970: no code of it or before counts again.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz
);

create table accounts.recovery_code (
  user_id uuid not null references accounts.totp on delete cascade,
  hash bytea not null check (length(hash) = 32),
  used_at timestamptz,
  primary key (user_id, hash)
);

-- One-time links that are mailed: only the hash of what they carry is kept.
create table accounts.mailed_link (
  hash bytea primary key check (length(hash) = 32),
  kind text not null check (kind in ('reset', 'email')),
  user_id uuid not null references accounts.user on delete cascade,
  -- The new address that the link proves, where it is about one.
  email text check (email = lower(email)),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'email') = (email is not null))
);
create index mailed_link_of_user on accounts.mailed_link (user_id, kind);

-- Challenges that have been answered: signed and dated by us, so that only those are kept which must not be answered again.
create table accounts.spent_challenge (
  hash bytea primary key check (length(hash) = 32),
  expires_at timestamptz not null
);
create index spent_challenge_by_expiry on accounts.spent_challenge (expires_at);

alter table accounts.session
  -- To five minutes or so; null where it has not been used since it began.
  add column last_seen_at timestamptz,
  -- A passkey, or a code beside the password.
  add column second_factor boolean not null default false;

grant select, insert, update, delete on
  accounts.passkey, accounts.totp, accounts.recovery_code, accounts.mailed_link, accounts.spent_challenge to rungs_accounts;
