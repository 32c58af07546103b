-- Backups that were taken, by the server every night or by hand: what the settings page says about the last of them. Never
-- part of a backup itself, for what it says is about files that lie beside this very database.
create table accounts.backup (
  backup_id uuid primary key,
  kind text not null check (kind in ('scheduled', 'by-hand')),
  started_at timestamptz not null,
  -- Null while it is being written, and for ever where the server died over it.
  finished_at timestamptz,
  file_name text not null check (length(file_name) between 1 and 255),
  encrypted boolean not null,
  bytes bigint check (bytes > 0),
  -- A sentence for the operator.
  failure text check (length(failure) between 1 and 1000),
  check (finished_at is not null or (bytes is null and failure is null)),
  check (bytes is null or failure is null)
);
create index backup_by_time on accounts.backup (started_at desc);

grant select, insert, update, delete on accounts.backup to rungs_accounts;
