import type { Transaction } from "kysely";
import type { InvitationState } from "../core/people/invitation.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/**
 * How somebody's way in stands, as a column. Who has an account is known to schema accounts alone, and told as an array.
 *
 * @param newest the row of their last invitation, null where there is none.
 */
export const invitationState = (person: string, newest: string, joined: string): string => `
  case when ${person}.person_id = any(${joined}) then 'joined'
       when ${person}.email is null then 'no-address'
       when ${newest}.person_id is null then 'none'
       when ${newest}.withdrawn_at is not null or ${newest}.email <> lower(${person}.email) then 'withdrawn'
       when ${newest}.expires_at <= now() then 'expired'
       else 'invited' end`;

const statesOf = statement<{ id: string; state: InvitationState }>(`
  select person.person_id as id, ${invitationState("person", "newest", "$2::uuid[]")} as state
    from rungs.person
    left join lateral (
      select * from rungs.invitation where invitation.org_id = person.org_id and invitation.person_id = person.person_id
       order by invited_at desc, invitation_id desc limit 1) as newest on true
   where person.person_id = any($1::uuid[])`);

/** Of the people of one page. One query. @param joined who has an account. */
export async function invitationStatesOf(
  tx: Transaction<Tables>,
  people: readonly string[],
  joined: readonly string[],
): Promise<ReadonlyMap<string, InvitationState>> {
  return new Map((await statesOf(tx, people, joined)).map(({ id, state }) => [id, state]));
}
