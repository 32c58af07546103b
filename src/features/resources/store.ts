import { v7 } from "uuid";
import { z } from "zod";
import type { FrameworkSubject, Member, OrganisationSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { secureLink, type CpdKind } from "../../core/cpd/entry.ts";
import { asksOf, type Ask } from "../../core/framework/asks.ts";
import { spoken } from "../../core/gap/wording.ts";
import { Problem } from "../../core/problem.ts";
import {
  frameworkInForce,
  frameworksInForce,
  offersFor,
  resourcesOf,
  resourceSubject,
  type InForce,
  type Resource,
  type ResourceToChange,
} from "../../db/resources.ts";
import { attachResource, detachResource, rewriteResource, withLink, writeResource, type ResourceFields } from "../../db/resources-write.ts";
import { versions, type VersionKey } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type Cost = { minor: number; currency: string } | null;
type Thing = { framework: string; expectation?: string | undefined; requirement?: string | undefined };

export const organisation = async (_tx: Tx, _input: unknown, actor: Member): Promise<OrganisationSubject> => ({ orgId: actor.orgId });
export const inForce = frameworkInForce;
export const resourceOf = (change: boolean) => (tx: Tx, input: { resourceId: string }) => resourceSubject(tx, input.resourceId, change);

export const matches = {
  tag: ({ resource }: ResourceToChange) => String(resource.revision),
  state: ({ tx, actor, subject }: Context<unknown, ResourceToChange>) => shownOne(tx, actor, subject),
};

const costOf = ({ minor, currency }: Pick<Resource, "minor" | "currency">): Cost =>
  minor === null || currency === null ? null : { minor, currency };

async function asksIn(tx: Tx, orgId: string, keys: readonly VersionKey[]): Promise<ReadonlyMap<string, readonly Ask[]>> {
  const stored = await versions(tx, orgId, [...new Map(keys.map((key) => [key.hash, key])).values()]);
  return new Map([...stored].map(([hash, { content, libraries }]) => [hash, asksOf(content, libraries)]));
}

/** One query where what they serve was not read lately. */
async function shown(tx: Tx, actor: Member, resources: readonly Resource[]) {
  const { orgId } = actor;
  const asks = await asksIn(
    tx,
    orgId,
    resources.flatMap(({ serves }) => serves.flatMap(({ key }) => key ?? [])),
  );
  return resources.map(({ minor, currency, revision, serves, searchTitle: _, ...resource }) => ({
    ...resource,
    cost: costOf({ minor, currency }),
    serves: serves.map(({ key, ...served }) => {
      const ask = key === null ? undefined : asks.get(key.hash)?.find(({ kind, id }) => kind === served.kind && id === served.thing);
      const framework: FrameworkSubject = { orgId, framework: served.framework, state: "published" };
      return {
        ...served,
        title: ask?.title ?? spoken(served.thing),
        level: ask?.level ?? null,
        levelTitle: ask?.levelTitle ?? null,
        can: can(actor, ["resource.attach"], framework),
      };
    }),
    tag: String(revision),
    can: can(actor, ["resource.edit"], { orgId, frameworks: [...new Set(serves.map(({ framework }) => framework))] }),
  }));
}

export async function shownOne(tx: Tx, actor: Member, { resource }: Pick<ResourceToChange, "resource">) {
  const [one] = await shown(tx, actor, [resource]);
  if (one === undefined) throw new Problem("not-found");
  return one;
}
const again = async (tx: Tx, actor: Member, resourceId: string) => shownOne(tx, actor, await resourceSubject(tx, resourceId, false));

type Asking = {
  q?: string | undefined;
  framework?: string | undefined;
  kind?: CpdKind | undefined;
  state: "offered" | "retired" | "all";
  cost: "any" | "free";
  limit: number;
  cursor?: string | undefined;
};

/** One query, one more where what they serve was not read lately. */
export async function list({ tx, actor, subject, input }: Context<Asking, OrganisationSubject>) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()]));
  const filter = {
    q: input.q ?? null,
    framework: input.framework ?? null,
    kind: input.kind ?? null,
    state: input.state,
    free: input.cost === "free",
  };
  const rows = await resourcesOf(tx, filter, after, input.limit);
  const { items, next } = page(rows, input.limit, ({ searchTitle, id }) => [searchTitle, id]);
  return { items: await shown(tx, actor, items), next, can: can(actor, ["resource.create"], subject) };
}

/** Two queries, one more where the version was not read lately. @throws Problem "not-found" for a level that is not there */
export async function forLevel({ tx, actor, subject, input }: Context<{ level: string }, InForce>) {
  const stored = (await versions(tx, actor.orgId, [subject.key])).get(subject.key.hash);
  if (stored?.content.levels.some(({ id }) => id === input.level) !== true) throw new Problem("not-found");
  const asks = asksOf(stored.content, stored.libraries).filter(({ level }) => level === input.level);
  const ids = (wanted: Ask["kind"]) => asks.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const offered = await offersFor(tx, subject.key.frameworkId, ids("expectation"), ids("requirement"));
  return {
    items: asks.map(({ kind, id, title }) => ({
      kind,
      id,
      title,
      resources: offered
        .filter(({ asked, thing }) => asked === kind && thing === id)
        .map(({ servesId, minor, currency, asked: _asked, thing: _thing, ...resource }) => ({
          ...resource,
          cost: costOf({ minor, currency }),
          serves: servesId,
        })),
    })),
    can: can(actor, ["resource.attach"], subject),
  };
}

export async function choices({ tx, actor, input }: Context<{ framework?: string | undefined }, OrganisationSubject>) {
  const mine = (await frameworksInForce(tx)).filter((each) => can(actor, ["resource.attach"], each)["resource.attach"]);
  const chosen = mine.find(({ framework }) => framework === input.framework);
  const asks = chosen === undefined ? [] : ((await asksIn(tx, actor.orgId, [chosen.key])).get(chosen.key.hash) ?? []);
  return { frameworks: mine.map(({ framework, title }) => ({ slug: framework, title })), asks: [...asks] };
}

type Given = Omit<ResourceFields, "minor" | "currency"> & { cost: Cost };

/** @returns what is to be written, its link as it is kept. @throws Problem "invalid" */
async function checked(tx: Tx, id: string, { cost, ...given }: Given, before: string | null): Promise<ResourceFields> {
  const fields = { ...given, minor: cost?.minor ?? null, currency: cost?.currency ?? null };
  if (given.url === null) return fields;
  const wrong = (code: string, message: string) => new Problem("invalid", message, [{ code, path: "/url", message }]);
  const link = given.url === before ? { url: given.url } : secureLink(given.url);
  if ("wrong" in link) throw wrong("link", link.wrong);
  const other = given.retired ? null : await withLink(tx, link.url, id);
  if (other !== null)
    throw wrong("duplicate", `“${other}” is on the list with this link already. Attach that one to what you want it for.`);
  return { ...fields, url: link.url };
}

/** The thing itself, where the version in force asks for it. @throws Problem "invalid", "forbidden" where it is not theirs to attach to */
async function asked(tx: Tx, actor: Member, { framework, expectation, requirement }: Thing, at: string, known?: InForce) {
  const fault = (message: string) => new Problem("invalid", message, [{ code: "unknown", path: at, message }]);
  const thing = expectation ?? requirement;
  if (thing === undefined || (expectation !== undefined && requirement !== undefined))
    throw fault("Name one expectation or one requirement.");
  const found =
    known ??
    (await frameworkInForce(tx, framework).catch((error: unknown) => {
      throw error instanceof Problem && error.code === "not-found" ? fault(`There is no published “${framework}”.`) : error;
    }));
  if (!can(actor, ["resource.attach"], found)["resource.attach"]) throw new Problem("forbidden");
  const kind = expectation === undefined ? ("requirement" as const) : ("expectation" as const);
  const asks = (await asksIn(tx, actor.orgId, [found.key])).get(found.key.hash) ?? [];
  if (!asks.some((each) => each.kind === kind && each.id === thing)) throw fault(`${found.title} asks for no “${thing}”.`);
  return { frameworkId: found.key.frameworkId, kind, thing };
}

type Adding = Omit<Given, "retired"> & { serves: Thing[] };

export async function add({ tx, actor, input, now, note, subject }: Context<Adding, OrganisationSubject>) {
  const { serves, ...given } = input;
  const id = v7();
  const fields = await checked(tx, id, { ...given, retired: false }, null);
  // Who writes ladders of their own adds to those; whoever answers for all may put something on the list for later.
  if (serves.length === 0 && !can(actor, ["framework.create"], subject)["framework.create"]) {
    const message = "Say what it is for: at least one thing that your ladder asks.";
    throw new Problem("invalid", message, [{ code: "missing", path: "/serves", message }]);
  }
  await writeResource(tx, fields, { id, by: actor.personId, at: now });
  for (const [index, thing] of serves.entries())
    await attachResource(tx, id, await asked(tx, actor, thing, `/serves/${index}`), { id: v7(), by: actor.personId, at: now });
  note({ resource: id, title: fields.title });
  return again(tx, actor, id);
}

type Changing = { [K in keyof Given]?: Given[K] | undefined } & { resourceId: string };

export async function change({ tx, actor, subject, input, now, note }: Context<Changing, ResourceToChange>) {
  const { resource } = subject;
  const { resourceId: _, ...more } = input;
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  const fields = await checked(tx, resource.id, { ...resource, cost: costOf(resource), ...given }, resource.url);
  await rewriteResource(tx, resource.id, fields, { by: actor.personId, at: now });
  note({ resource: resource.id, title: fields.title, changed: Object.keys(given) });
  return again(tx, actor, resource.id);
}

type Attaching = InForce & { resource: Resource };

/** The framework is what the policy is asked about; the resource is looked for with it. */
export async function toAttach(tx: Tx, input: Thing & { resourceId: string }): Promise<Attaching> {
  const { resource } = await resourceSubject(tx, input.resourceId, true);
  return { ...(await frameworkInForce(tx, input.framework)), resource };
}

export async function attach({ tx, actor, subject, input, now, note }: Context<Thing, Attaching>) {
  const { resource } = subject;
  if (resource.retired) throw new Problem("conflict", "This was retired. Offer it again before you attach it.");
  const thing = await asked(tx, actor, input, "/expectation", subject);
  await attachResource(tx, resource.id, thing, { id: v7(), by: actor.personId, at: now });
  note({ resource: resource.id, framework: subject.framework, [thing.kind]: thing.thing });
  return again(tx, actor, resource.id);
}

type Detaching = FrameworkSubject & { resource: Resource; servesId: string };

export async function toDetach(tx: Tx, input: { resourceId: string; servesId: string }): Promise<Detaching> {
  const { orgId, resource } = await resourceSubject(tx, input.resourceId, true);
  const served = resource.serves.find(({ id }) => id === input.servesId);
  if (served === undefined) throw new Problem("not-found");
  return { orgId, framework: served.framework, state: "published", resource, servesId: served.id };
}

export async function detach({ tx, actor, subject, note }: Context<unknown, Detaching>) {
  await detachResource(tx, subject.resource.id, subject.servesId);
  note({ resource: subject.resource.id, framework: subject.framework });
  return again(tx, actor, subject.resource.id);
}
