import { expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import * as z from "zod/mini";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { readSettings } from "../../infra/cdk/settings.ts";
import { settingsFileSchema } from "../../infra/cdk/settings-file.ts";
import { byStackSet, settingsWith, writtenSettings } from "../support/deployment-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const rows = tableBelow(readDoc("deploying.md"), "Settings").map(([field = "", fallback = ""]) => ({
  field: field.replaceAll("`", ""),
  fallback,
}));

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The fields of a schema by path. A list of objects is a field, and so are the fields of its objects. */
function fieldsOf(schema: JsonSchema, path: string): string[] {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return variants.flatMap((variant) => fieldsOf(variant, path));
  const { properties, items, additionalProperties } = schema;
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) =>
      fieldsOf(inner, path === "" ? name : `${path}.${name}`),
    );
  if (items?.properties !== undefined) return [path, ...fieldsOf(items, `${path}[]`)];
  if (typeof additionalProperties === "object" && additionalProperties.properties !== undefined)
    return [path, ...fieldsOf(additionalProperties, `${path}.*`)];
  return [path];
}

function schemaOf(schema: z.ZodMiniType): JsonSchema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })));
}

it("names exactly the fields that a settings file may have", () => {
  const fields = new Set(fieldsOf(schemaOf(settingsFileSchema), ""));
  // The table shows the whole value, `{ existing: <name> }`, in the row of the field itself.
  fields.delete("mail.configurationSet.existing");

  expect(rows.map(({ field }) => field).toSorted()).toEqual([...fields].toSorted());
});

/**
 * The value at a path of the settings as they were read, where contacts and policy have other places than in the file.
 */
function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
      value,
    );
}

/** The written settings without one field. */
function without(path: string): Record<string, unknown> {
  const written = structuredClone(writtenSettings({ rollout: byStackSet }));
  const steps = path.split(".");
  const parent = at(written, steps.slice(0, -1).join(".")) ?? written;
  Reflect.deleteProperty(Object(parent), steps.at(-1) ?? "");
  return written;
}

const ofTheFile = rows.filter(({ field }) => !field.includes("[]") && !field.includes("*"));
const withDefault = ofTheFile.filter(({ fallback }) => fallback.startsWith("`"));

it.each(withDefault)("gives $field the default in the table", ({ field, fallback }) => {
  const settings = field.startsWith("rollout.c") ? settingsWith({ rollout: byStackSet }) : settingsWith();

  const value = at(settings, field) ?? at(settings.policy, field);

  expect(value).toEqual(parseYaml(fallback.slice(1, -1)));
});

const required = ofTheFile.filter(({ fallback }) => fallback.startsWith("required"));

it.each(required)("requires $field, as the table says", ({ field }) => {
  const issues = () => readSettings(without(field), "settings.yaml");

  expect(issues).toThrow(InvalidInput);
  expect(issues).toThrow(`${field}: `);
});

it("has a default for each field or calls it required; some defaults follow other fields, and some fields may be absent", () => {
  const rest = ofTheFile.filter((row) => !withDefault.includes(row) && !required.includes(row));

  expect(rest.map(({ field, fallback }) => `${field}: ${fallback}`).toSorted()).toEqual([
    "hub.bootstrapQualifier: none",
    "hub.permissionsBoundary: none",
    "hub.stsRegion: the hub's",
    "limits.approvalAbove: [computed](limits.md#approval)",
    "limits.deactivationsPerDay: [computed](limits.md#pace)",
    "limits.deactivationsPerDayAndAccount: [computed](limits.md#pace)",
    "mail.company: none",
    "mail.digestTo: the security contact",
    "mail.replyTo: none",
    "mail.templates: none",
    "memberRoles.permissionsBoundary: none",
    "rollout.region: the hub's",
  ]);
  const { hub, mail, policy } = settingsWith();
  expect([hub.stsRegion, policy.contacts.digestTo]).toEqual([hub.region, [mail.securityContact]]);
});
