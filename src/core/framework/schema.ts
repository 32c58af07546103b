import { z } from "zod";
import { Framework } from "./document.ts";

/**
 * The document's JSON Schema (2020-12), for editors that complete and check while somebody types. It says what single
 * values may be and what each kind must have; what holds between values only `check` knows.
 */
export function frameworkSchema(): z.core.JSONSchema.JSONSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(Framework, { target: "draft-2020-12", io: "input", cycles: "ref" });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:rungs:schema:framework@1",
    title: "Rungs framework document",
    description: "A career ladder, a library of competencies or an external standard, version 1 of the format.",
    ...rest,
    if: { properties: { kind: { const: "library" } }, required: ["kind"] },
    then: { properties: { levels: { maxItems: 0 } } },
    else: { properties: { levels: { minItems: 1 } }, required: ["tracks", "levels"] },
  };
}
