import type { Framework } from "../framework/document.ts";
import type { Via } from "./asked.ts";
import { fullReference } from "./next.ts";
import { stepsOf, type Step } from "./routes.ts";

/** `reference` as `framework/level`. `onward` are ways that end at no level of the organisation's. */
export type AtlasLevel = {
  reference: string;
  title: string;
  rank: number;
  track: string;
  /** A national qualification level, such as "RQF 3"; a standard's own where the level says none. */
  regulated: string | null;
  roles: string[];
  onward: Via[];
};
export type AtlasLadder = {
  slug: string;
  title: string;
  kind: Framework["kind"];
  tracks: { id: string; title: string }[];
  levels: AtlasLevel[];
};

/** Everything that can be climbed, and all the ways between: ladders and standards in the order given, transitions as they are written. */
export function atlas(frameworks: readonly Framework[]): { ladders: AtlasLadder[]; transitions: Step[] } {
  return {
    ladders: frameworks
      .filter(({ levels }) => levels.length > 0)
      .map((framework) => ({
        slug: framework.id,
        title: framework.title,
        kind: framework.kind,
        tracks: framework.tracks.map(({ id, title }) => ({ id, title })),
        levels: framework.levels.map(({ id, title, rank, track, regulated, roles, onward }) => ({
          reference: fullReference(framework.id, id),
          title,
          rank,
          track,
          regulated: regulated ?? framework.standard?.regulated ?? null,
          roles,
          onward,
        })),
      })),
    transitions: stepsOf(frameworks, false),
  };
}
