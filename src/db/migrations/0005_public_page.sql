-- Where the public page of a framework is found before any organisation is known: by two slugs. What is shown there is read
-- under row-level security all the same, and only while the framework says itself that it is public.
create table accounts.public_framework (
  organisation_slug text not null,
  framework_slug text not null,
  org_id uuid not null,
  framework_id uuid not null,
  primary key (organisation_slug, framework_slug),
  unique (org_id, framework_id)
);
grant select on accounts.public_framework to rungs_accounts;

-- Called in the transaction that made a framework public or took that back. It writes what the framework says and nothing
-- that the caller says: the server's role reaches this table by no other way. False where another organisation already shows
-- a framework at the address.
create function rungs.keep_public_address(framework uuid) returns boolean
  language sql security definer set search_path = ''
  as $$
    delete from accounts.public_framework as kept where kept.org_id = rungs.current_org() and kept.framework_id = $1;
    insert into accounts.public_framework (organisation_slug, framework_slug, org_id, framework_id)
    select organisation.slug, framework.slug, framework.org_id, framework.framework_id
      from rungs.framework
      join rungs.organisation on organisation.org_id = framework.org_id
     where framework.org_id = rungs.current_org() and framework.framework_id = $1 and framework.public
    on conflict do nothing;
    select not framework.public or exists (
             select from accounts.public_framework as kept where kept.org_id = framework.org_id and kept.framework_id = framework.framework_id)
      from rungs.framework
     where framework.org_id = rungs.current_org() and framework.framework_id = $1
  $$;
revoke execute on function rungs.keep_public_address(uuid) from public;
grant execute on function rungs.keep_public_address(uuid) to rungs_server;
