import type { OrganisationSettings } from "../organisation/settings.ts";
import { has, type Member } from "./actor.ts";
import type { Permission } from "./policy.ts";

export type SecondFactorRule = OrganisationSettings["secondFactor"];

/**
 * Whether a session does not go as far as the organisation asks. A key is no session: whoever made it had shown who they were.
 *
 * @param shown whether the session was begun, or has been gone on with, by a passkey or a code beside the password.
 */
export const owesSecondFactor = (actor: Member, rule: SecondFactorRule, shown: boolean): boolean =>
  actor.kind === "person" && !shown && (rule === "everybody" || (rule === "administrators" && has(actor, "owner", "administrator")));

/** What is left to whoever owes one: to see who they are, and to set it up. */
export const withoutSecondFactor = (permission: Permission): boolean => permission === "me.read" || permission === "account.manage";
