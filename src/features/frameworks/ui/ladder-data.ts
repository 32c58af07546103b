import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import type { Framework, Level, Track, Transition } from "../../../core/framework/document.ts";
import { competencyId } from "../../../core/framework/competency.ts";
import { read, type Reply } from "../../../web/api.ts";

export type Ladder = Reply<"/frameworks/:slug/versions/:version">;
export type Neighbour = Ladder["neighbours"][number];

/** The framework and version that the address names; the views of one ladder share what was read. */
export function useLadder() {
  const { slug } = useParams({ from: "/in/ladders/$slug" });
  const { version } = useSearch({ from: "/in/ladders/$slug" });
  return useQuery(read("/frameworks/:slug/versions/:version", { slug, version: version === undefined ? "latest" : Number(version) }));
}

/** What the address carries on from view to view: nothing for the version in force. */
export const useVersionSearch = (): { version?: string | undefined } => useSearch({ from: "/in/ladders/$slug" });

/** The level whose page is meant: the one named, else the reader's own, else the lowest. */
export const levelOf = ({ content, you }: Ladder, named: string | undefined): Level | undefined => {
  const at = (id: string | undefined) => content.levels.find((level) => level.id === id);
  if (named !== undefined) return at(named);
  return at(you?.level) ?? content.levels.toSorted((a, b) => a.rank - b.rank)[0];
};

/** Tracks that have levels, in the document's order, each with its levels from the lowest up. */
export const inhabited = (content: Framework): { track: Track; levels: Level[] }[] =>
  content.tracks
    .map((track) => ({ track, levels: content.levels.filter((level) => level.track === track.id).toSorted((a, b) => a.rank - b.rank) }))
    .filter(({ levels }) => levels.length > 0);

/** Ways from one level, promotions first: those written down and, without a promotion among them, the next rung of the track. */
export function waysFrom(content: Framework, level: Level): Transition[] {
  const written = content.transitions.filter(({ from }) => from === level.id);
  if (written.some(({ kind }) => kind === "promotion")) return written;
  const above = content.levels
    .filter(({ track, rank }) => track === level.track && rank > level.rank)
    .toSorted((a, b) => a.rank - b.rank)[0];
  return above ? [{ from: level.id, to: above.id, kind: "promotion", via: [] }, ...written] : written;
}

/** A level of another framework, as far as its neighbourhood is known: `framework/level`. */
export function outside(
  reference: string,
  neighbours: readonly Neighbour[],
): { slug: string; level: string; neighbour: Neighbour | undefined; title: string } | null {
  const slash = reference.indexOf("/");
  if (slash < 0) return null;
  const [slug, level] = [reference.slice(0, slash), reference.slice(slash + 1)];
  const neighbour = neighbours.find((other) => other.slug === slug);
  return { slug, level, neighbour, title: neighbour?.levels.find(({ id }) => id === level)?.title ?? level };
}

/** "specialist track"; a name of several words says enough by itself. */
export const trackName = ({ title }: Track): string => {
  const name = title.charAt(0).toLowerCase() + title.slice(1);
  return /\s|track$/i.test(name) ? name : `${name} track`;
};

/** As many whole sentences as fit into `room` characters, and at least one: for where there is no room for all. */
export function opening(text: string, room: number): string {
  let end = 0;
  for (const { index, 0: mark } of text.matchAll(/[.!?](?=\s|$)/gu)) {
    if (end > 0 && index + mark.length > room) break;
    end = index + mark.length;
  }
  return end === 0 ? text : text.slice(0, end);
}

/** As much of a text as fits into `room` characters, to the end of a sentence or a clause; an ellipsis says that it goes on. */
export function abridged(text: string, room: number): string {
  if (text.length <= room) return text;
  const fits = text.slice(0, room + 1);
  const sentences = opening(text, room);
  // A sentence that fills most of the room is better than a cut one.
  if (sentences.length <= room && sentences.length * 3 >= room * 2) return sentences;
  const clause = Math.max(...[...fits.matchAll(/[,;:](?=\s)/gu)].map(({ index }) => index), 0);
  const end = clause > sentences.length && clause * 2 >= room ? clause : fits.search(/\s\S*$/u);
  return `${(end > 0 ? text.slice(0, end) : fits).replace(/[\s.,;:–-]+$/u, "")}…`;
}

/** What a competency is called and means, by the id that expectations name; inherited ones with the library they are from. */
export function wordings({ content, inherited }: Ladder) {
  return new Map(
    content.competencies.map((competency) => {
      const id = competencyId(competency);
      const words =
        "use" in competency
          ? inherited[id]
          : { title: competency.title, definition: competency.definition ?? null, markers: competency.markers, from: null };
      return [id, { domain: competency.domain, ...(words ?? { title: id, definition: null, markers: [], from: null }) }] as const;
    }),
  );
}
