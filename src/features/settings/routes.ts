import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { changed, OrganisationSettings, SettingsChange } from "../../core/organisation/settings.ts";
import { isTimeZone } from "../../core/organisation/time-zone.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Settings = z.object({
  organisation: z.object({ id: z.uuid(), name: z.string(), slug: z.string(), timeZone: z.string() }),
  settings: OrganisationSettings,
  /** As in the ETag: what If-Match of a change names. */
  tag: z.string(),
  can: z.object({ "settings.change": z.boolean() }),
});

const shown = (actor: Parameters<typeof can>[0], own: store.Own) => ({
  organisation: { id: own.orgId, name: own.name, slug: own.slug, timeZone: own.timeZone },
  settings: own.settings,
  tag: store.tagOf(own),
  can: can(actor, ["settings.change"], own),
});

const matches = {
  tag: store.tagOf,
  state: async ({ actor, subject }: { actor: Parameters<typeof can>[0]; subject: store.Own }) => shown(actor, subject),
};

export const settingsRead = route({
  method: "GET",
  path: "/settings",
  summary: "What the organisation has decided for itself, and what holds where it has not",
  input: z.object({}),
  output: Settings,
  allow: "settings.read",
  subject: (tx, _input, actor) => store.read(tx, actor.orgId),
  matches,
  audit: { none: "no result of anybody" },
  handle: async ({ actor, subject }) => shown(actor, subject),
});

export const settingsChange = route({
  method: "PATCH",
  path: "/settings",
  summary: "Changes settings; what is left out stays. The log says what moved from what to what",
  input: z.object({
    name: z.string().trim().min(1).max(200).optional(),
    timeZone: z.string().max(64).refine(isTimeZone, "No time zone of the IANA list, such as Europe/London.").optional(),
    settings: SettingsChange.optional(),
  }),
  output: Settings,
  allow: "settings.change",
  subject: (tx, _input, actor) => store.read(tx, actor.orgId, true),
  matches,
  audit: { action: "settings.change", when: "always" },
  handle: async ({ tx, actor, subject, input, note }) => {
    const after: store.Own = {
      ...subject,
      name: input.name ?? subject.name,
      timeZone: input.timeZone ?? subject.timeZone,
      settings: changed(subject.settings, input.settings ?? {}),
    };
    note(await store.change(tx, subject, after));
    return shown(actor, after);
  },
});

export const settingsRoutes = [settingsRead, settingsChange] as const;
