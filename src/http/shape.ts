import { z } from "zod";

type Pick = (value: unknown) => unknown;

const asIs: Pick = (value) => value;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const made = new WeakMap<z.core.$ZodType, Pick>();

/**
 * What a schema names of a value, and nothing beside it: the same as parsing it, for values that fit, at a fraction of the
 * cost, because nothing is checked. Types vouch for a reply's shape; tests check each one as well.
 *
 * Where only checking can tell what is meant (unions of objects, intersections, anything that changes a value), the schema
 * itself parses that part.
 */
export function shapeOf(schema: z.core.$ZodType): Pick {
  const before = made.get(schema);
  if (before !== undefined) return before;
  // Schemas may hold themselves: until this one is made, whoever asks gets a way to it.
  let pick: Pick | undefined;
  made.set(schema, (value) => (pick ?? asIs)(value));
  pick = make(schema);
  made.set(schema, pick);
  return pick;
}

function make(schema: z.core.$ZodType): Pick {
  if (schema instanceof z.ZodObject) return objectOf(schema);
  if (schema instanceof z.ZodArray) {
    const item = shapeOf(schema.element);
    return item === asIs ? asIs : (value) => (Array.isArray(value) ? value.map(item) : value);
  }
  if (schema instanceof z.ZodRecord) {
    const entry = shapeOf(schema.valueType);
    if (entry === asIs) return asIs;
    return (value) => (isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, entry(inner)])) : value);
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    const inner = shapeOf(schema.unwrap());
    return inner === asIs ? asIs : (value) => (value === null || value === undefined ? value : inner(value));
  }
  if (scalars.some((kind) => schema instanceof kind)) return asIs;
  if (schema instanceof z.ZodUnion && schema.options.every((option) => shapeOf(option) === asIs)) return asIs;
  return (value) => z.parse(schema, value);
}

const scalars = [
  z.ZodString,
  z.ZodStringFormat,
  z.ZodNumber,
  z.ZodNumberFormat,
  z.ZodBoolean,
  z.ZodNull,
  z.ZodEnum,
  z.ZodLiteral,
  z.ZodUnknown,
];

function objectOf(schema: z.ZodObject): Pick {
  const { catchall } = schema.def;
  if (catchall !== undefined && !(catchall instanceof z.ZodNever)) return (value) => z.parse(schema, value);
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const fields = Object.entries(shape).map(([key, inner]): [string, Pick] => [key, shapeOf(inner)]);
  return (value) => {
    if (!isObject(value)) return value;
    const picked: Record<string, unknown> = {};
    for (const [key, pick] of fields) {
      const inner = value[key];
      if (inner !== undefined) picked[key] = pick === asIs ? inner : pick(inner);
    }
    return picked;
  };
}
