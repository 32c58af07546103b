import type { Member } from "../core/access/actor.ts";
import { can } from "../core/access/policy.ts";
import { draftWaitsFor, type Draft } from "./drafts.ts";

/** A draft as every page about it shows it. */
export function shown(actor: Member, open: Draft) {
  const may = can(actor, ["framework.edit", "framework.comment", "framework.review", "framework.publish", "framework.steward"], open);
  const waits = draftWaitsFor(open);
  const reviewing = open.state === "in-review";
  const approved = open.approvals.some(
    (each) => each.by.id === actor.personId && each.revision === open.revision && each.decision === "approved",
  );
  const { framework: slug, ...rest } = open;
  return {
    ...rest,
    slug,
    waitsFor: waits,
    can: {
      edit: may["framework.edit"],
      comment: may["framework.comment"],
      discard: may["framework.edit"],
      steward: may["framework.steward"],
      submit: may["framework.edit"] && !reviewing,
      withdraw: may["framework.edit"] && reviewing,
      approve: may["framework.review"] && reviewing && !approved,
      sendBack: may["framework.review"] && reviewing,
      publish: may["framework.publish"] && waits === null,
    },
  };
}
