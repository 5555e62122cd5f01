import * as z from "zod/mini";
import { settingsFileSchema } from "./settings-file.ts";

/** The parts of a JSON schema that hints and docs read. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
}

const jsonSchema: z.ZodMiniType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    properties: z.optional(z.record(z.string(), jsonSchema)),
    additionalProperties: z.optional(z.union([z.boolean(), jsonSchema])),
    items: z.optional(jsonSchema),
    anyOf: z.optional(z.array(jsonSchema)),
    oneOf: z.optional(z.array(jsonSchema)),
    enum: z.optional(z.array(z.unknown())),
    const: z.optional(z.unknown()),
    examples: z.optional(z.array(z.unknown())),
  }),
);

/** Where `npm run schema` writes the JSON schema of settings.yaml, for editors. */
export const settingsSchemaFile = new URL("../../settings.schema.json", import.meta.url);

/** The content of that file. */
export function settingsSchemaText(): string {
  return `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`;
}

function settingsJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(settingsFileSchema, { io: "input", unrepresentable: "any" }),
    title: "Settings of a Curfew deployment",
  };
}

/** The schemas of the field at a path of settings.yaml: several where the file may have one form or another. */
export function fieldSchemas(path: readonly PropertyKey[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>(
    (schemas, step) => schemas.flatMap((schema) => variants(inner(schema, step))),
    variants(jsonSchema.parse(settingsJsonSchema())),
  );
}

function inner({ properties, items, additionalProperties }: JsonSchema, step: PropertyKey) {
  if (typeof step === "number") return items;
  const named = typeof step === "string" ? properties?.[step] : undefined;
  return named ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
}

function variants(schema: JsonSchema | undefined): JsonSchema[] {
  if (schema === undefined) return [];
  const forms = schema.anyOf ?? schema.oneOf;
  return forms === undefined ? [schema] : forms.flatMap(variants);
}
