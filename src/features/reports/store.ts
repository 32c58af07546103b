import { v7 } from "uuid";
import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { mayReceive } from "../../core/access/sharing.ts";
import { canonicalJson, contentHash } from "../../core/framework/canonical.ts";
import { frozen, type FrozenReport } from "../../core/gap/frozen.ts";
import { Problem } from "../../core/problem.ts";
import { personNamed } from "../../db/named.ts";
import { enqueueAll, type Outgoing } from "../../db/outbox.ts";
import type { GapSubject } from "../../db/gap-facts.ts";
import { reportFor } from "../../db/gap-report.ts";
import { copiesOf, markOpened, markRevoked, nameAtWork, writeCopy, type CopyRow } from "../../db/shared-reports.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type Wanted = {
  with: string;
  note?: string | undefined;
  target?: string | undefined;
  on?: string | undefined;
  version?: number | undefined;
};

const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

/**
 * Keeps the report as it stands and tells whom it is for, and the person where somebody else hands theirs on.
 *
 * @throws Problem "invalid" where there is nothing to measure against, or it is not for them.
 */
export async function share({ tx, actor, input, subject, today, now, note }: Context<Wanted, GapSubject>) {
  const reader = await nameAtWork(tx, input.with, today);
  if (reader === null) throw refused("unknown-reference", "/with", "Nobody at work has this id.");
  if (!mayReceive(actor, subject, input.with))
    throw refused(
      "not-for-them",
      "/with",
      input.with === actor.personId
        ? "You can read this report yourself. Choose somebody else."
        : `A report of ${subject.name} can be handed to ${subject.name} and to those who manage them; to anybody else by ${subject.name} alone.`,
    );
  const reply = await reportFor(tx, actor, subject, input.target ?? null, input.on ?? today, input.version ?? null);
  const document = frozen(reply);
  if (document === null || document.target === null)
    throw refused("nothing-to-measure", "/target", "Say against which level: there is no place to go by.");
  const id = v7({ msecs: now.getTime() });
  const { target } = document;
  await writeCopy(tx, {
    id,
    personId: subject.personId,
    by: actor.personId,
    with: input.with,
    title: target.levelTitle,
    frameworkTitle: target.frameworkTitle,
    version: target.version,
    on: document.report?.on ?? today,
    document: canonicalJson(document),
    hash: contentHash(document),
    note: input.note ?? null,
    at: now,
  });
  note({ copy: id, with: input.with, level: `${target.framework}/${target.level}` });
  await enqueueAll(
    tx,
    await letters(tx, { id, by: actor.personId, person: subject, reader: { id: input.with, name: reader }, words: input.note ?? null }),
  );
  return { id };
}

const file = async (report: FrozenReport, { files }: Context<unknown, null>["installation"]) => ({
  name: `Gap report ${report.person.name} ${report.report?.on ?? ""}.pdf`,
  mediaType: "application/pdf",
  content: await files.pdf(report),
});

/** @throws Problem "invalid" where there is nothing to measure against. */
export async function pdf({ tx, actor, input, subject, today, installation }: Context<Omit<Wanted, "with" | "note">, GapSubject>) {
  const document = frozen(await reportFor(tx, actor, subject, input.target ?? null, input.on ?? today, input.version ?? null));
  if (document === null) throw refused("nothing-to-measure", "/target", "Say against which level: there is no place to go by.");
  return file(document, installation);
}

// Written by `share`, which holds it to this shape.
export async function copyPdf(copy: CopyRow, installation: Context<unknown, null>["installation"]) {
  const document = JSON.parse(copy.document) as FrozenReport;
  if (document.report === null) throw refused("nothing-to-measure", "/copyId", "This copy measures against nothing.");
  return file(document, installation);
}

type Handed = { id: string; by: string; person: GapSubject; reader: { id: string; name: string }; words: string | null };

async function letters(tx: Tx, { id, by, person, reader, words }: Handed): Promise<Outgoing[]> {
  const path = `/reports/shared/${id}`;
  const own = by === person.personId;
  const { name } = own ? person : await personNamed(tx, by);
  const whose = own ? "their" : reader.id === person.personId ? "your" : `${person.name}’s`;
  const shared = {
    template: "report-shared" as const,
    personId: reader.id,
    dedupeKey: `report shared ${id}`,
    data: { by: name, whose, note: words, path },
  };
  if (own || reader.id === person.personId) return [shared];
  const told = { by: name, with: reader.name, path };
  return [shared, { template: "report-shared-of-you", personId: person.personId, dedupeKey: `report shared of you ${id}`, data: told }];
}

const Key = z.tuple([z.iso.datetime(), z.uuid()]);

export async function list(tx: Tx, personId: string, asked: { box: "received" | "given"; limit: number; cursor?: string | undefined }) {
  const after = asked.cursor === undefined ? null : decodeCursor(asked.cursor, Key);
  return page(await copiesOf(tx, asked.box, personId, after, asked.limit + 1), asked.limit, ({ sharedAt, id }) => [sharedAt, id]);
}

/** The copy, from the text that was kept. The first time that whom it was handed to opens it is written down. */
export async function read({ tx, actor, subject, now }: Context<unknown, CopyRow>) {
  const may = can(actor, ["copy.open", "copy.revoke"], subject);
  const opens = may["copy.open"] && actor.personId === subject.sharedWith && !subject.revoked && subject.openedAt === null;
  if (opens) await markOpened(tx, subject.id, now);
  return {
    ...shown(subject),
    openedAt: opens ? now.toISOString() : subject.openedAt,
    // Written by `share`, which holds it to this shape.
    report: may["copy.open"] ? (JSON.parse(subject.document) as z.input<typeof FrozenReport>) : null,
    sha256: may["copy.open"] ? subject.hash : null,
    can: { ...may, "copy.revoke": may["copy.revoke"] && !subject.revoked },
  };
}

const shown = ({ id, person, by, with: reader, title, frameworkTitle, version, on, note, sharedAt, openedAt, revokedAt }: CopyRow) => ({
  id,
  person,
  by,
  with: reader,
  title,
  frameworkTitle,
  version,
  on,
  note,
  sharedAt,
  openedAt,
  revokedAt,
});

/** A second time changes nothing, and says when it was taken back first. */
export async function revoke({ tx, actor, subject, now, note }: Context<unknown, CopyRow>) {
  note({ copy: subject.id });
  const revokedAt = (await markRevoked(tx, subject.id, now, actor.personId)) ?? subject.revokedAt;
  if (revokedAt === null) throw new Problem("conflict", "This copy changed meanwhile. Open it again.");
  return { revokedAt };
}
