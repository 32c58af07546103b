-- How a ladder stands to what it is made of, and people to the version they were moved from.

-- What `based_on` said when it was taken over, or when its changes were last looked through and left: canonical JSON, whose hash
-- is `based_on_hash`. A template is another with the next release, so that only its text tells what has changed since.
alter table rungs.framework add column based_on_content text;

-- Who changed a draft while it was with its reviewers, and so took it back from them. Null once it is submitted again.
alter table rungs.draft
  add column reopened_by uuid,
  add column reopened_at timestamptz,
  add foreign key (org_id, reopened_by) references rungs.person (org_id, person_id);

-- The last day on which people may be reported against the version they were moved from as well; null: from the day of the
-- move on there is the new one only.
alter table rungs.version_move
  add column overlap_until date,
  add check (overlap_until >= on_date);
grant update (overlap_until) on rungs.version_move to rungs_server;
