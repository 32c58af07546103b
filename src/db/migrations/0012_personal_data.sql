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

-- Reviews of a person, and what hangs on them.
create function rungs.is_review_of(org uuid, review uuid, person uuid) returns boolean
  language sql stable set search_path = ''
  as $$ select exists (select from rungs.review where review.org_id = $1 and review.review_id = $2 and review.person_id = $3) $$;
create function rungs.is_assessment_of(org uuid, assessment uuid, person uuid) returns boolean
  language sql stable set search_path = ''
  as $$ select exists (select from rungs.assessment join rungs.review using (org_id, review_id)
         where assessment.org_id = $1 and assessment.assessment_id = $2 and review.person_id = $3) $$;
-- Their name or address in what was written to others.
create function rungs.is_named_in(org uuid, person uuid, words text) returns boolean
  language sql stable set search_path = ''
  as $$ select exists (select from rungs.person where person.org_id = $1 and person.person_id = $2
         and (position(person.name in $3) > 0 or position(person.email in $3) > 0)) $$;

insert into rungs_meta.erasure (position, table_name, condition, sets) values
  -- Words about them in what others wrote, before what links it to them.
  (10, 'rating', 'fact.comment is not null and rungs.is_assessment_of(fact.org_id, fact.assessment_id, $1)', 'comment = null'),
  (10, 'question_answer', 'rungs.is_assessment_of(fact.org_id, fact.assessment_id, $1)', 'body = ''Erased'''),
  (10, 'calibration', 'rungs.is_review_of(fact.org_id, fact.review_id, $1)', 'reason = ''Erased'''),
  (10, 'second_look', 'rungs.is_review_of(fact.org_id, fact.review_id, $1)', 'body = ''Erased'', answer = case when answer is not null then ''Erased'' end'),
  (10, 'review_event', 'rungs.is_review_of(fact.org_id, fact.review_id, $1)', 'details = ''{}'''),
  (10, 'peer_invitation', 'fact.peer_id = $1 or rungs.is_review_of(fact.org_id, fact.review_id, $1)', 'reason = null'),
  (10, 'evidence', 'fact.person_id = $1', 'kind = ''note'', title = ''Erased'', body = null, url = null, record_id = null, attachment = null,
        attachment_name = null, attachment_type = null, attachment_size = null, removed_at = coalesce(removed_at, now())'),
  -- Signed and released documents about them: a tombstone, beside the hash of what stood there.
  (10, 'assessment', 'rungs.is_review_of(fact.org_id, fact.review_id, $1)',
        'reopened_reason = null, document = case when document is not null then ''{"erased":true}'' end'),
  (10, 'signed_assessment', 'rungs.is_assessment_of(fact.org_id, fact.assessment_id, $1)', 'document = ''{"erased":true}'''),
  (10, 'released_report', 'rungs.is_review_of(fact.org_id, fact.review_id, $1)', 'document = ''{"erased":true}'''),
  (20, 'review', 'fact.person_id = $1',
        'title = case when title is not null then ''Erased'' end, agreed_note = null, acknowledged_comment = null, withdrawn_reason = null'),
  (20, 'record', 'fact.person_id = $1', null),
  (20, 'leave', 'fact.person_id = $1', null),
  (20, 'placement', 'fact.person_id = $1 and fact.reason is not null', 'reason = null'),
  (20, 'reporting_line', 'fact.person_id = $1 and fact.reason is not null', 'reason = null'),
  (20, 'share_change', 'fact.person_id = $1 and fact.reason is not null', 'reason = null'),
  (20, 'person_act', 'fact.person_id = $1', 'changes = null, reason = null'),
  -- What an import found before it: without this one, who is then not put back.
  (20, 'people_import', 'fact.changes @> jsonb_build_array(jsonb_build_object(''id'', $1))',
        'changes = (select coalesce(jsonb_agg(each), ''[]'') from jsonb_array_elements(fact.changes) as each where each ->> ''id'' <> $1::text)'),
  (20, 'role_grant', 'fact.person_id = $1', null),
  (20, 'role_past', 'fact.person_id = $1', null),
  (20, 'invitation', 'fact.person_id = $1', null),
  (20, 'idempotency', 'fact.person_id = $1', null),
  (20, 'message_preference', 'fact.person_id = $1', null),
  (20, 'notification', 'fact.person_id = $1 or rungs.is_named_in(fact.org_id, $1, fact.title)', null),
  (20, 'message', 'fact.person_id = $1', null),
  (21, 'message', 'rungs.is_named_in(fact.org_id, $1, concat(fact.data, fact.subject, fact.body)) and fact.state not in (''waiting'', ''sending'', ''held'', ''gathered'')',
        'data = ''{}'', subject = null, body = null'),
  (30, 'audit_sealed', 'fact.address_salt is not null and exists (select from rungs.audit
        where audit.org_id = fact.org_id and audit.audit_id = fact.audit_id and audit.actor_id = $1)', 'address_salt = null'),
  (31, 'audit', 'fact.actor_id = $1 and fact.address is not null', 'address = null'),
  (40, 'person', 'fact.person_id = $1',
        'name = ''A former colleague'', email = null, location = null, employee_number = ''erased '' || fact.person_id, erased_at = coalesce(fact.erased_at, now())');

-- The outbox, once it is old enough; at the shortest a month.
create function rungs.forget_messages(before timestamptz) returns bigint
  language sql security definer set search_path = ''
  as $$
    with gone as (
      delete from rungs.message as fact where fact.org_id = rungs.current_org() and fact.created_at < least($1, now() - interval '30 days')
         and fact.state not in ('waiting', 'sending', 'held', 'gathered')
      returning 1),
    told as (
      delete from rungs.notification as fact where fact.org_id = rungs.current_org() and fact.created_at < least($1, now() - interval '30 days')
      returning 1)
    select (select count(*) from gone) + (select count(*) from told)
  $$;
revoke execute on function rungs.forget_messages(timestamptz) from public;
grant execute on function rungs.forget_messages(timestamptz) to rungs_server;
