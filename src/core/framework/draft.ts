import { z } from "zod";
import type { Fault } from "../problem.ts";
import { itemsIn, keyOf, levelLists, lists, type Entity, type List } from "./diff.ts";
import {
  Domain,
  Equivalence,
  Expectation,
  Framework,
  Level,
  OwnCompetency,
  Requirement,
  ScalePoint,
  Track,
  Transition,
  UsedCompetency,
} from "./document.ts";
import { pointer } from "./pointer.ts";

/*
 * A draft may be unfinished: a title still empty, a text too long, a reference that leads nowhere yet, a rank given twice.
 * All of that is saved, and named by `check` until it is mended. What must hold even so is that every thing lies where a
 * framework document has it and can be told from its neighbours, or edits could not be merged by id.
 */

/** Characters that even an unfinished text may have; several times what any text may have when it is published. */
const mostText = 20_000;

const made = new Map<z.core.$ZodType, z.ZodType>();

/** The same schema without limits, forms and ranges; ids keep theirs. */
function relaxed<T extends z.core.$ZodType>(schema: T): z.ZodType<z.output<T>> {
  let loose = made.get(schema);
  if (loose === undefined) {
    // Requirements hold requirements: whoever comes back here before this is done is handed what it will be.
    made.set(
      schema,
      z.lazy(() => made.get(schema) ?? z.never()),
    );
    made.set(schema, (loose = loosened(schema)));
  }
  return loose as z.ZodType<z.output<T>>; // what is taken away is limits only, so the output is of the same type
}

function loosened(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return relaxed(schema.unwrap()).optional();
  if (schema instanceof z.ZodDefault) return relaxed(schema.unwrap()).default(schema.def.defaultValue);
  if (schema instanceof z.ZodArray) return z.array(relaxed(schema.element));
  if (schema instanceof z.ZodRecord) return z.record(z.string().max(200), relaxed(schema.valueType));
  if (schema instanceof z.ZodTuple) return z.tuple([z.number(), z.number()]);
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => relaxed(option)));
  if (schema instanceof z.ZodObject)
    return z.strictObject(
      Object.fromEntries(Object.entries<z.ZodType>(schema.shape).map(([key, value]) => [key, key === "id" ? value : relaxed(value)])),
    );
  if (schema instanceof z.core.$ZodString) return z.string().max(mostText);
  if (schema instanceof z.core.$ZodNumber) return z.number();
  return schema as z.ZodType; // enums, literals and booleans, made by the same builder
}

/** A draft as it is saved: of the type of a framework with every default in place, but perhaps not one yet. */
export const Draft = relaxed(Framework);

const shapes: Readonly<Record<Exclude<Entity, "framework">, z.ZodType>> = {
  scale: relaxed(ScalePoint),
  domain: relaxed(Domain),
  competency: relaxed(OwnCompetency),
  use: relaxed(UsedCompetency),
  track: relaxed(Track),
  level: relaxed(Level),
  expectation: relaxed(Expectation),
  requirement: relaxed(Requirement),
  responsibility: relaxed(Framework.shape.responsibilities.unwrap().element),
  transition: relaxed(Transition),
  equivalence: relaxed(Equivalence),
};

type Item = Record<string, unknown>;
export type Fitting = { ok: true; value: Item } | { ok: false; faults: Fault[] };

/** What a thing may be in a draft, with its defaults in place; for those that hold others, their ids as well. */
export function fitting(entity: Exclude<Entity, "framework">, value: unknown): Fitting {
  const parsed = shapes[entity].safeParse(value);
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) };
  const item = parsed.data as Item; // every one of them is an object
  const faults = entity === "level" ? twice(levelLists, item) : [];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: item };
}

/** What a field of the framework itself may be. The lists, and what names the framework, are no fields that can be changed. */
export function fittingField(field: string, value: unknown): Fitting {
  const schema = Object.hasOwn(Framework.shape, field) ? Framework.shape[field as keyof typeof Framework.shape] : undefined; // just asked
  if (schema === undefined || ["rungs", "id", "kind"].includes(field) || lists.some((list) => list.field === field))
    return { ok: false, faults: [{ code: "unknown-key", path: "", message: `“${field}” cannot be changed so.` }] };
  const parsed = relaxed(schema).safeParse(value);
  return parsed.success ? { ok: true, value: { [field]: parsed.data } } : { ok: false, faults: faultsOf(parsed.error) };
}

/** A whole document as a draft. Of two things of one list that cannot be told apart, the later is a fault. */
export function fittingDraft(value: unknown): { ok: true; value: Framework } | { ok: false; faults: Fault[] } {
  const parsed = Draft.safeParse(value);
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) };
  const faults = [
    ...twice(lists, parsed.data),
    ...parsed.data.levels.flatMap((level, index) => twice(levelLists, level, ["levels", index])),
  ];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: parsed.data };
}

function twice(of: readonly List[], owner: Item, path: readonly (string | number)[] = []): Fault[] {
  return of.flatMap((list) => {
    const seen = new Set<string>();
    return itemsIn(owner, list).flatMap((item, index): Fault[] => {
      const key = keyOf(list, item);
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [
        {
          code: "duplicate-id",
          path: pointer([...path, list.field, index]),
          message: `Another ${list.entity(item)} before it is also called “${list.id(item)}”.`,
        },
      ];
    });
  });
}

const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.slice(0, 100).map(({ code, path, message }) => ({
    code: code.replaceAll("_", "-"),
    path: pointer(path.map((step) => (typeof step === "number" ? step : String(step)))),
    message,
  }));
