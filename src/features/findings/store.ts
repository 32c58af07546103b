import { v7 } from "uuid";
import { addressed, textAt } from "../../core/framework/address.ts";
import { expectationWording } from "../../core/gap/wording.ts";
import { Problem } from "../../core/problem.ts";
import { contentOf, type Draft } from "../../db/drafts.ts";
import { writeNote } from "../../db/notes.ts";
import { librariesOf } from "../../db/publishing.ts";
import { findings, type Finding } from "../../db/reviews-evidence.ts";
import { statement } from "../../db/statement.ts";
import type { Context, Tx } from "../../http/route.ts";

const notedOf = statement<{ node: string }>(`
  select note.node from rungs.draft_note as note
   where note.framework_id = $1 and note.revision >= $2 and note.resolved_at is null and note.node like 'expectation/%' limit 2000`);

/** The most noticed first, each with the words that the draft has for it now. Three queries, one more where the draft inherits. */
export async function list(tx: Tx, draft: Draft) {
  const found = await findings(tx, draft.frameworkId);
  const { content } = await contentOf(tx, draft);
  const libraries = await librariesOf(tx, draft.orgId, content);
  const noted = new Set((await notedOf(tx, draft.frameworkId, draft.firstRevision)).map(({ node }) => node.split("/")[1]));
  const places = new Map(
    content.levels.flatMap((level) => level.expectations.map((expectation) => [expectation.id, { level, expectation }] as const)),
  );
  return {
    title: content.title,
    items: found.map(({ words, ...finding }) => {
      const place = places.get(finding.expectation);
      const wording = place && expectationWording(content, place.expectation, libraries);
      return {
        ...finding,
        words: words ?? [],
        place: place && wording ? { level: place.level.title, competency: wording.title, markers: [...wording.markers] } : null,
        own: (place?.expectation.markers.length ?? 0) > 0,
        noted: noted.has(finding.expectation),
      };
    }),
  };
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** What raters found of one statement, as a sentence or two that name nobody. */
export function told({ version, flags, words, rated, spread }: Finding): string {
  const said = [
    flags > 0 ? `${counted(flags, "rater called", "raters called")} this unclear while rating by version ${version}.` : "",
    spread === null
      ? ""
      : `In ${counted(rated, "review", "reviews")} people and their managers lay ${spread.toFixed(1)} points apart on average.`,
    ...(words ?? []).map((each) => `“${each}”`),
  ];
  const text = said.filter((each) => each !== "").join("\n");
  return text.length > 4000 ? `${text.slice(0, 3999)}…` : text;
}

/** Puts what was found on the draft, with a wording to take over instead of one of its markers where one is proposed. */
export async function propose({
  tx,
  actor,
  now,
  subject,
  input,
  note,
}: Context<{ expectation: string; marker: number; suggestion?: string | undefined }, Draft>) {
  note({ framework: subject.framework });
  const finding = (await findings(tx, subject.frameworkId)).find(({ expectation }) => expectation === input.expectation);
  if (finding === undefined) throw new Problem("not-found");
  const { content } = await contentOf(tx, subject);
  if (addressed(content, `expectation/${input.expectation}`) === null)
    throw new Problem("conflict", "This statement is no longer in the draft.");
  const node = `expectation/${input.expectation}${input.suggestion === undefined ? "" : `/markers/${input.marker}`}`;
  const text = input.suggestion === undefined ? null : textAt(content, node);
  if (input.suggestion !== undefined && text === null)
    throw new Problem("invalid", undefined, [{ code: "no-text", path: "/marker", message: "This statement has no such marker." }]);
  const id = v7();
  const body = told(finding);
  await writeNote(tx, {
    id,
    frameworkId: subject.frameworkId,
    revision: subject.revision,
    node,
    body,
    suggestion: input.suggestion ?? null,
    wording: text?.text ?? null,
    by: actor.personId,
    at: now,
  });
  return { note: id, body };
}
