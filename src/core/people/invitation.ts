/** Where somebody's way in stands. `none`: never invited. `no-address`: nobody can be reached without one. */
export const invitationStates = ["none", "invited", "expired", "withdrawn", "joined", "no-address"] as const;
export type InvitationState = (typeof invitationStates)[number];

/** As lists say it of one person. */
export const invitationWords: Readonly<Record<InvitationState, string>> = {
  none: "Never invited",
  invited: "Invited",
  expired: "Invitation has run out",
  withdrawn: "Invitation withdrawn",
  joined: "Can sign in",
  "no-address": "Has no e-mail address",
};
