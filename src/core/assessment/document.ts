import { canonicalJson, contentHash } from "../framework/canonical.ts";
import type { Framework } from "../framework/document.ts";
import { expectationWording, type Library } from "../gap/wording.ts";
import type { Said } from "./answers.ts";

export type Named = { id: string; name: string };
export type SignedEvidence = { kind: "file" | "link" | "record" | "note"; title: string; url: string | null; on: string | null };

/** What a rater signs. Dates `YYYY-MM-DD`, the instant RFC 3339. */
export type Signing = {
  /** The cycle's title, or what a check-in is about. */
  of: { kind: "cycle" | "check-in"; title: string };
  person: Named;
  rater: Named;
  kind: "self" | "manager" | "peer" | "assessor";
  version: number;
  level: string;
  targets: readonly string[];
  submittedAt: string;
  answers: readonly (Said & { level: string; expectation: string; on: string; evidence: readonly SignedEvidence[] })[];
  questions: readonly { id: string; text: string; answer: string }[];
};

/**
 * An assessment as it is signed: who said what of whom, and the very words that they read while they said it, so that it
 * renders the same for ever whatever becomes of the ladder.
 *
 * @param content of the version that the review is pinned to, @param libraries those whose words it uses.
 * @returns canonical JSON and its SHA-256 in hexadecimal.
 */
export function sign(signing: Signing, content: Framework, libraries: readonly Library[]): { document: string; hash: string } {
  const { version, targets, ...rest } = signing;
  const signed = {
    rungs: "assessment@1",
    ...rest,
    targets: [...targets],
    framework: { id: content.id, title: content.title, version },
    scale: content.scale,
    asked: content.levels
      .filter(({ id }) => targets.includes(id))
      .map(({ id, title, expectations }) => ({
        level: { id, title },
        statements: expectations.map((expectation) => {
          const { title: competency, definition, markers } = expectationWording(content, expectation, libraries);
          return { id: expectation.id, competency, definition, markers, target: expectation.target, critical: expectation.critical };
        }),
      })),
  };
  return { document: canonicalJson(signed), hash: contentHash(signed) };
}
