import { accountTemplates } from "./account-templates.ts";
import { planTemplates } from "./plan-templates.ts";
import { recordTemplates } from "./record-templates.ts";
import { reportTemplates } from "./report-templates.ts";
import { reviewTemplates } from "./review-templates.ts";
import type { Data, Template } from "./template.ts";

/** Every message that Rungs sends. A capability that has something to say adds its own here, in a file by topic. */
export const templates = { ...accountTemplates, ...reviewTemplates, ...recordTemplates, ...planTemplates, ...reportTemplates } as const;

export type TemplateName = keyof typeof templates;
export type DataOf<N extends TemplateName> = (typeof templates)[N] extends Template<infer D> ? D : never;

/**
 * The template as one who has only its name and stored data calls it.
 *
 * @returns null for a name that this version does not know.
 */
export function templateNamed(name: string): Template<Data> | null {
  // Stored data was written by `enqueue` under this same name, which holds it to the template's own type.
  return Object.hasOwn(templates, name) ? (templates[name as TemplateName] as unknown as Template<Data>) : null;
}
