type Named = { id: string; name: string };

/** A review that somebody else is to rate as the manager; `to` null where its person reports to nobody. */
export type Handing = { person: Named; managerId: string | null; to: (Named & { here: boolean }) | null };

/** Why a review cannot be handed over, as a sentence; null where it can. */
export function notHandedOver({ person, managerId, to }: Handing): string | null {
  if (to === null) return `${person.name} reports to nobody.`;
  if (to.id === person.id) return `${person.name} cannot be their own manager.`;
  if (to.id === managerId) return `${to.name} has it already.`;
  return to.here ? null : `${to.name} is no longer here.`;
}
