/** Where a value sits: keys and positions from the top of a document. */
export type Path = readonly (string | number)[];

/** The path as a JSON Pointer (RFC 6901): "" is the whole document. */
export const pointer = (path: Path): string => path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The steps of a JSON Pointer, positions still as text. */
export const pointerSteps = (text: string): string[] =>
  text === ""
    ? []
    : text
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
