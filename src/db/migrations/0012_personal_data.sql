-- Erasure of a person: what identifies them goes, what others need (ratings as numbers, who answered for whom, the audit log)
-- stays under a person without a name.

alter table rungs.person add column erased_at timestamptz;

-- What is done to each table, in order; the owner's alone, so that the server can ask for an erasure but not say what it does.
-- In `condition` and `sets` the row is `fact` and the person's id $1; `sets` null deletes. Later migrations add their tables.
create table rungs_meta.erasure (
  position integer not null,
  table_name text not null,
  condition text not null,
  sets text,
  primary key (position, table_name)
);

-- Only who has left can be erased: else somebody at work would be without a name. Called once or twice, the result is the same.
create function rungs.erase_person(person uuid) returns void
  language plpgsql security definer set search_path = ''
  as $$
    declare step record;
    begin
      perform from rungs.person as fact join rungs.organisation using (org_id)
        where fact.org_id = rungs.current_org() and fact.person_id = person
          and fact.left_on <= (now() at time zone organisation.time_zone)::date for update of fact;
      if not found then
        raise exception 'Only who has left can be erased.' using errcode = 'check_violation';
      end if;
      for step in select * from rungs_meta.erasure order by position, table_name loop
        if step.sets is null then
          execute format('delete from rungs.%I as fact where fact.org_id = rungs.current_org() and (%s)', step.table_name, step.condition) using person;
        else
          execute format('update rungs.%I as fact set %s where fact.org_id = rungs.current_org() and (%s)', step.table_name, step.sets, step.condition) using person;
        end if;
      end loop;
    end
  $$;
revoke execute on function rungs.erase_person(uuid) from public;
grant execute on function rungs.erase_person(uuid) to rungs_server;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  -- Words about them in what others wrote, before what links it to them.
  (10, 'rating', 'fact.comment is not null and exists (select from rungs.assessment join rungs.review using (org_id, review_id)
        where assessment.org_id = fact.org_id and assessment.assessment_id = fact.assessment_id and review.person_id = $1)', 'comment = null'),
  (10, 'calibration', 'exists (select from rungs.review where review.org_id = fact.org_id and review.review_id = fact.review_id and review.person_id = $1)',
        'reason = ''Erased with the person’s data.'''),
  -- Signed and released documents about them: a tombstone, with the hash of what stood there.
  (10, 'assessment', 'fact.document is not null and exists (select from rungs.review
        where review.org_id = fact.org_id and review.review_id = fact.review_id and review.person_id = $1)', 'document = ''{"erased":true}'''),
  (10, 'released_report', 'exists (select from rungs.review where review.org_id = fact.org_id and review.review_id = fact.review_id and review.person_id = $1)',
        'document = ''{"erased":true}'''),
  (20, 'record', 'fact.person_id = $1', null),
  (20, 'placement', 'fact.person_id = $1 and fact.reason is not null', 'reason = null'),
  (20, 'role_grant', 'fact.person_id = $1', null),
  (20, 'idempotency', 'fact.person_id = $1', null),
  -- What an import found before it: without this one, who is then not put back.
  (20, 'people_import', 'fact.changes @> jsonb_build_array(jsonb_build_object(''id'', $1))',
        'changes = (select coalesce(jsonb_agg(each), ''[]'') from jsonb_array_elements(fact.changes) as each where each ->> ''id'' <> $1::text)'),
  (30, 'audit_sealed', 'fact.address_salt is not null and exists (select from rungs.audit
        where audit.org_id = fact.org_id and audit.audit_id = fact.audit_id and audit.actor_id = $1)', 'address_salt = null'),
  (31, 'audit', 'fact.actor_id = $1 and fact.address is not null', 'address = null'),
  (40, 'person', 'fact.person_id = $1',
        'name = ''A former colleague'', email = null, location = null, employee_number = ''erased '' || fact.person_id, erased_at = coalesce(fact.erased_at, now())');
