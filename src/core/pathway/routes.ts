import type { Framework, Transition } from "../framework/document.ts";
import { fullReference, nextLevels } from "./next.ts";

/** A transition with both ends as `framework/level`; `months` null where nobody says how long it takes. */
export type Step = Pick<Transition, "kind" | "via"> & { from: string; to: string; months: number | null };

/** `months` is the sum of the steps', null as soon as one of them is unknown. `levels` has one more entry than `transitions`. */
export type Route = { steps: number; months: number | null; levels: string[]; transitions: Step[] };

export type RouteOptions = {
  /** At most so many routes, the best of them; 100 unless told. */
  limit?: number;
  /** Also climb to the next rank of a track from where no promotion is written down, as a person's next level does. */
  nextRanks?: boolean;
};

/** How many partial routes are taken up before the search settles for what it has found: the best of all, in order. */
const patience = 100_000;

/** Transitions in document order; the same one written in two documents counts once. @param nextRanks as in `RouteOptions`. */
export function stepsOf(frameworks: readonly Framework[], nextRanks: boolean): Step[] {
  const written = frameworks.flatMap(({ id, transitions }) =>
    transitions.map(({ from, to, kind, months, via }): Step => ({
      from: fullReference(id, from),
      to: fullReference(id, to),
      kind,
      months: months ?? null,
      via,
    })),
  );
  const promoted = new Set(written.filter(({ kind }) => kind === "promotion").map(({ from }) => from));
  const implied = !nextRanks
    ? []
    : frameworks.flatMap((framework) =>
        framework.levels
          .filter(({ id }) => !promoted.has(fullReference(framework.id, id)))
          .flatMap(({ id }) =>
            nextLevels(framework, id).map((to): Step => ({
              from: fullReference(framework.id, id),
              to,
              kind: "promotion",
              months: null,
              via: [],
            })),
          ),
      );
  const seen = new Set<string>();
  return [...written, ...implied].filter((step) => {
    const key = JSON.stringify(step);
    return seen.has(key) ? false : seen.add(key);
  });
}

type Edge = { index: number; from: string; to: string; months: number };
type Onward = ReadonlyMap<string, readonly Edge[]>;
type Partial = { at: string; path: readonly Edge[]; months: number; bound: number };

/** Months of the shortest walk of exactly 0, 1, 2 … steps to the goal from each level; a level without one is absent. */
class Ahead {
  readonly #edges: readonly Edge[];
  readonly #layers: Map<string, number>[];
  constructor(edges: readonly Edge[], goal: string) {
    this.#edges = edges;
    this.#layers = [new Map([[goal, 0]])];
  }
  layer(steps: number): ReadonlyMap<string, number> {
    for (let made = this.#layers.length; made <= steps; made += 1) {
      const nearer = this.#layers[made - 1] ?? new Map<string, number>();
      const layer = new Map<string, number>();
      for (const { from, to, months } of this.#edges) {
        const rest = nearer.get(to);
        if (rest !== undefined) layer.set(from, Math.min(layer.get(from) ?? Infinity, rest + months));
      }
      this.#layers.push(layer);
    }
    return this.#layers[steps] ?? new Map<string, number>();
  }
}

/** Document order, transition by transition; of two where one begins the other, the shorter. */
function inDocumentOrder(a: readonly Edge[], b: readonly Edge[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.index ?? 0) - (b[index]?.index ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
const before = (a: Partial, b: Partial): boolean => (a.bound === b.bound ? inDocumentOrder(a.path, b.path) < 0 : a.bound < b.bound);

/** A binary heap: what is best comes out first. */
class Queue {
  readonly #items: Partial[] = [];
  put(item: Partial): void {
    let place = this.#items.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#items[parent];
      if (!above || !before(item, above)) break;
      this.#items[place] = above;
      place = parent;
    }
    this.#items[place] = item;
  }
  take(): Partial | undefined {
    const [first] = this.#items;
    const last = this.#items.pop();
    if (!first || !last || this.#items.length === 0) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [this.#items[2 * place + 1], this.#items[2 * place + 2]];
      const child = right && left && before(right, left) ? 2 * place + 2 : 2 * place + 1;
      const below = this.#items[child];
      if (!below || !before(below, last)) break;
      this.#items[place] = below;
      place = child;
    }
    this.#items[place] = last;
    return first;
  }
}

/** Whether the goal can be reached in so many steps at most without coming back to where the route has been. */
function canArrive({ at, path }: Partial, from: string, goal: string, steps: number, onward: Onward): boolean {
  const been = new Set([from, ...path.map((edge) => edge.to)]);
  let reached = [at];
  for (let step = 0; step < steps; step += 1) {
    const further: string[] = [];
    for (const edge of reached.flatMap((level) => onward.get(level) ?? [])) {
      if (edge.to === goal) return true;
      if (been.has(edge.to)) continue;
      been.add(edge.to);
      further.push(edge.to);
    }
    reached = further;
  }
  return false;
}

/**
 * Ways from one level to another over the transitions of these frameworks, of every kind, never through a level twice.
 * Best first: fewest steps, then fewest months (unknown last), then in the order in which the transitions are written.
 *
 * Routes of n steps are all found before any of n + 1. Partial routes are taken up by what they need at the least, so
 * the first to arrive is the best of its length. A level of a framework that is not given can be passed and reached.
 *
 * @param from and `to` as `framework/level`; from a level to itself leads the one route of no steps.
 */
export function routes(
  from: string,
  to: string,
  frameworks: readonly Framework[],
  { limit = 100, nextRanks = false }: RouteOptions = {},
): Route[] {
  const steps = stepsOf(frameworks, nextRanks);
  const edges = steps.map((step, index): Edge => ({ index, from: step.from, to: step.to, months: step.months ?? Infinity }));
  const onward = Map.groupBy(edges, (edge) => edge.from);
  const ahead = new Ahead(edges, to);
  const levels = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const found: Route[] = [];
  let taken = 0;

  for (let length = 0; length <= levels.size && found.length < limit; length += 1) {
    const queue = new Queue();
    const least = ahead.layer(length).get(from);
    if (least !== undefined) queue.put({ at: from, path: [], months: 0, bound: least });
    for (let item = queue.take(); item && found.length < limit; item = queue.take()) {
      const { at, path, months } = item;
      if (path.length === length) {
        found.push(routeOf(from, path, steps));
        continue;
      }
      if (!canArrive(item, from, to, length - path.length, onward)) continue;
      const rest = ahead.layer(length - path.length - 1);
      for (const edge of onward.get(at) ?? []) {
        const remaining = rest.get(edge.to);
        const visited = edge.to === from || path.some((earlier) => earlier.to === edge.to);
        if (remaining === undefined || visited) continue;
        taken += 1;
        if (taken > patience) return found;
        queue.put({ at: edge.to, path: [...path, edge], months: months + edge.months, bound: months + edge.months + remaining });
      }
    }
  }
  return found;
}

function routeOf(from: string, path: readonly Edge[], steps: readonly Step[]): Route {
  const months = path.reduce((sum, edge) => sum + edge.months, 0);
  return {
    steps: path.length,
    months: Number.isFinite(months) ? months : null,
    levels: [from, ...path.map((edge) => edge.to)],
    transitions: path.flatMap(({ index }) => steps[index] ?? []),
  };
}
