import type { Transaction } from "kysely";
import type { Member } from "../../core/access/actor.ts";
import { canonicalJson, contentHash } from "../../core/framework/canonical.ts";
import { frozen } from "../../core/gap/frozen.ts";
import { gapSubject, reportFor } from "../../db/gap-report.ts";
import { writeCopy } from "../../db/shared-reports.ts";
import type { Tables } from "../../db/tables.gen.ts";
import { orgId, personId } from "./fernhithe.ts";
import { at, id, type Calendar } from "./seed.ts";

type Named = { number: number; name: string };

/** Amara has handed the director of operations a copy of her report, before the two of them talk about it. */
export async function sharedReports(tx: Transaction<Tables>, all: readonly Named[], days: Calendar): Promise<void> {
  const [amara, ines] = ["Amara Nwosu", "Inês Duarte"].map((wanted) => all.find(({ name }) => name === wanted));
  if (amara === undefined || ines === undefined) return;
  const person = await gapSubject(tx, personId(amara.number), days.today);
  const actor: Member = { kind: "person", orgId, personId: person.personId, accountId: "", grants: [], scopes: null };
  const document = frozen(await reportFor(tx, actor, person, null, days.ago(3)));
  if (document?.target === undefined || document.target === null) return;
  const shared = id("shared report", "amara to ines");
  await writeCopy(tx, {
    id: shared,
    personId: person.personId,
    by: person.personId,
    with: personId(ines.number),
    title: document.target.levelTitle,
    frameworkTitle: document.target.frameworkTitle,
    version: document.target.version,
    on: days.ago(3),
    document: canonicalJson(document),
    hash: contentHash(document),
    note: "For our talk on Thursday. I would like to know what you make of people management.",
    at: new Date(at(days.ago(3), 95)),
  });
  await tx
    .insertInto("notification")
    .values({
      org_id: orgId,
      notification_id: id("notification", "amara to ines"),
      person_id: personId(ines.number),
      kind: "asked",
      title: "Amara Nwosu shares their gap report with you",
      path: `/reports/shared/${shared}`,
      dedupe_key: `report shared ${shared}`,
      created_at: at(days.ago(3), 95),
    })
    .execute();
}
