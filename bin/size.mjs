// What a first visit to a page of the built application costs over the wire, against what we allow. Gzip bytes, as most
// servers in front of Rungs send them; fonts are compressed in themselves.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const KB = 1000;
/** `first`: what every page needs; `page`: that and the page's own. */
const allowed = { "scripts first": 150 * KB, "scripts of a page": 180 * KB, "styles of a page": 20 * KB, fonts: 135 * KB };

/** @returns one line of what is there and a list of what is too much. */
export function sizes(folder) {
  const text = (path) => readFileSync(join(folder, path), "utf8");
  const weight = (path) => {
    if (path.endsWith(".woff2")) return statSync(join(folder, path)).size;
    return existsSync(join(folder, `${path}.gz`)) ? statSync(join(folder, `${path}.gz`)).size : gzipSync(text(path), { level: 9 }).length;
  };
  const sum = (paths, suffix) =>
    [...new Set(paths)].filter((path) => path.endsWith(suffix)).reduce((total, path) => total + weight(path), 0);

  // The page names what it starts with; each page that is loaded later is named, with all it needs, where it is asked for.
  const first = [...text("index.html").matchAll(/"\/(assets\/[^"]+)"/g)].map(([, path]) => path);
  const pages = readdirSync(join(folder, "assets"))
    .filter((name) => name.endsWith(".js"))
    .flatMap((name) => pagesIn(text(`assets/${name}`)));
  const heaviest = (suffix) => Math.max(sum(first, suffix), ...pages.map((page) => sum([...first, ...page], suffix)));
  const found = {
    "scripts first": sum(first, ".js"),
    "scripts of a page": heaviest(".js"),
    "styles of a page": heaviest(".css"),
    fonts: sum(first, ".woff2"),
  };
  const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
  return {
    line: Object.entries(found)
      .map(([what, bytes]) => `${what} ${kb(bytes)}`)
      .join(", "),
    excess: Object.entries(allowed)
      .filter(([what, most]) => found[what] > most)
      .map(([what, most]) => `${what}: ${kb(found[what])}, allowed ${kb(most)}`),
  };
}

/** @returns the files of each page that a built script loads later. */
function pagesIn(script) {
  const files = /m\.f=(\[[^\]]*\])/.exec(script)?.[1];
  if (files === undefined) return [];
  const all = JSON.parse(files);
  return [...script.matchAll(/__vite__mapDeps\(\[([\d,]+)\]\)/g)].map(([, numbers]) =>
    numbers.split(",").map((number) => all[Number(number)]),
  );
}
