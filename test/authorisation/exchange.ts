import { byPartners, ofSlug, organisations, type Rows } from "./matrix.ts";

export const exchange: Rows = {
  expected: { "framework.import": byPartners },
  addressed: {
    "GET /templates": { of: ["own"] },
    "GET /templates/:template": { of: ["own"], input: () => ({ template: "operations" }) },
    "GET /templates/:template/export": { of: ["own"], input: () => ({ template: "blank", format: "json" }) },
    "GET /frameworks/:slug/export": { of: organisations, input: ({ slug }, who, of) => ({ slug: slug(who, of), format: "json" }) },
    "POST /frameworks/import": { of: ["own"], input: () => ({ file: "e30=", fileName: "empty.json" }) },
    "POST /frameworks/:slug/import": {
      of: organisations,
      input: ({ slug }, who, of) => ({ slug: slug(who, of), file: "e30=", fileName: "empty.json" }),
      looked: true,
    },
    "GET /frameworks/:slug/offers": ofSlug(),
    "POST /frameworks/:slug/offers/leave": ofSlug({ hash: "" }, { answers: 409 }),
  },
};
