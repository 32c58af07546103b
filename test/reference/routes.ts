import type { Framework, Transition } from "../../src/core/framework/document.ts";

/** Every route there is, by walking everywhere, then sorted: slow, and plainly right. */
export type ReferenceRoute = { steps: number; months: number | null; levels: string[]; kinds: Transition["kind"][] };

export function allRoutes(from: string, to: string, frameworks: readonly Framework[]): ReferenceRoute[] {
  const full = (framework: Framework, reference: string) => (reference.includes("/") ? reference : `${framework.id}/${reference}`);
  const transitions = frameworks
    .flatMap((framework) =>
      framework.transitions.map((transition) => ({
        ...transition,
        from: full(framework, transition.from),
        to: full(framework, transition.to),
      })),
    )
    .filter((one, index, all) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index);
  const routes: number[][] = [];
  const walk = (path: number[], levels: string[]) => {
    if (levels.at(-1) === to) {
      routes.push(path);
      return;
    }
    transitions.forEach((transition, index) => {
      if (transition.from === levels.at(-1) && !levels.includes(transition.to)) walk([...path, index], [...levels, transition.to]);
    });
  };
  walk([], [from]);
  const monthsOf = (path: number[]) =>
    path.reduce<number | null>(
      (sum, index) => (sum === null || transitions[index]?.months === undefined ? null : sum + transitions[index].months),
      0,
    );
  routes.sort((a, b) => {
    if (a.length !== b.length) return a.length - b.length;
    const [one, other] = [monthsOf(a), monthsOf(b)];
    if (one !== other) return one === null ? 1 : other === null ? -1 : one - other;
    for (let step = 0; step < a.length; step += 1) if (a[step] !== b[step]) return Number(a[step]) - Number(b[step]);
    return 0;
  });
  return routes.map((path) => ({
    steps: path.length,
    months: monthsOf(path),
    levels: [from, ...path.map((index) => transitions[index]?.to ?? "")],
    kinds: path.flatMap((index) => transitions[index]?.kind ?? []),
  }));
}
