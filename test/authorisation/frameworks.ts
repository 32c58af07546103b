import { all, ofSlug, organisations, type Rows } from "./matrix.ts";

export const frameworks: Rows = {
  expected: {
    "framework.list": { refused: 404, through: all(["own"]) },
    "framework.read": { refused: 404, through: all(["own"]) },
  },
  addressed: {
    "GET /frameworks": { of: ["own"] },
    "GET /frameworks/:slug/versions": { of: organisations, input: ({ slug }, who, of) => ({ slug: slug(who, of) }) },
    "GET /frameworks/:slug/versions/:version": { of: organisations, input: ({ slug }, who, of) => ({ slug: slug(who, of), version: 1 }) },
    "GET /frameworks/:slug/diff": ofSlug({ from: 1, to: 1 }),
    "GET /frameworks/:slug/changed-since": ofSlug(),
  },
};
