-- Sign-ins, sessions and keys. They stand above organisations: whoever signs in has no organisation yet. The first four
-- tables are better-auth's (their meaning is its own); reached by the role rungs_accounts alone.

create table accounts.user (
  id uuid primary key,
  name text not null,
  -- Lower case: better-auth looks it up so.
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The token is worth nothing by itself: the cookie carries it signed with the secret of the installation.
create table accounts.session (
  id uuid primary key,
  token text not null unique,
  user_id uuid not null references accounts.user on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_user on accounts.session (user_id);
create index session_by_expiry on accounts.session (expires_at);

-- A way in: a password (provider "credential", scrypt) or, later, a provider of OpenID Connect.
create table accounts.account (
  id uuid primary key,
  user_id uuid not null references accounts.user on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_of_user on accounts.account (user_id);

create table accounts.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_by_identifier on accounts.verification (identifier);

-- Who an account is in an organisation. No foreign keys into schema rungs: that one may be sharded, this one never is.
create table accounts.membership (
  user_id uuid not null references accounts.user on delete cascade,
  org_id uuid not null,
  person_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (user_id, org_id),
  unique (org_id, person_id)
);

-- Keys for programs: only the SHA-256 is kept; `prefix` is what a person recognises it by.
create table accounts.api_key (
  key_id uuid primary key,
  hash bytea not null unique check (length(hash) = 32),
  prefix text not null,
  name text not null check (length(name) between 1 and 200),
  org_id uuid not null,
  person_id uuid not null,
  user_id uuid not null references accounts.user on delete cascade,
  scopes text[] not null check (scopes <@ array['read', 'write', 'admin'] and cardinality(scopes) > 0),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_of_organisation on accounts.api_key (org_id, created_at desc, key_id desc);

-- The one-time link of the first start. The ids of what it makes are fixed with it, so that a set-up broken off half way
-- is finished by the next try and never doubled.
create table accounts.setup_link (
  hash bytea primary key check (length(hash) = 32),
  org_id uuid not null,
  person_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- People of a demo organisation whom the sign-in page offers by name; their password is no secret.
create table accounts.persona (
  user_id uuid primary key references accounts.user on delete cascade,
  position integer not null,
  role text not null,
  title text not null
);

grant select, insert, update, delete on all tables in schema accounts to rungs_accounts;
