import type { Competency } from "./document.ts";

/**
 * The id by which expectations of a document name a competency, own or used. Apart from the schema, so that a page which
 * only reads frameworks need not fetch it.
 */
export const competencyId = (competency: Competency): string =>
  "use" in competency ? competency.use.slice(competency.use.indexOf("/") + 1) : competency.id;
