import * as z from "zod/mini";
import type { JsonValue } from "./json.ts";

const step = String.raw`(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\]|\['[^'\\]+'\])`;
const plainPath = new RegExp(String.raw`^\$${step}*$`);
const executionPath = new RegExp(
  String.raw`^\$\$\.(?:Execution\.(?:Id|Name|RoleArn|StartTime|Input${step}*)|StateMachine\.(?:Id|Name))$`,
);
const itemPath = new RegExp(String.raw`^\$\$\.Map\.Item\.(?:Index|Value${step}*)$`);

/**
 * A path into a state's input or result. Filters, wildcards and slices are refused: the engine's JSONPath
 * library and that of AWS differ there.
 */
export const pathSchema = z.string().check(z.regex(plainPath, "expected a plain path such as $.run.id"));

/** Where a result goes. `$` is refused, because the engine makes it a field of that name; leave it out instead. */
export const resultPathSchema = z.nullable(
  z
    .string()
    .check(z.regex(/^\$(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/, "expected a path such as $.mapFailure or null")),
);

/** What a payload template may be: JSON, where a field `name.$` holds a path. */
export type PayloadTemplate = { [name: string]: JsonValue };

/** A payload template outside a Map's ItemSelector. */
export const payloadTemplateSchema = template([plainPath, executionPath]);

/** The payload template of an ItemSelector, which also sees the item. */
export const itemTemplateSchema = template([plainPath, executionPath, itemPath]);

/** One path of a payload template: into the input, or to what the context object holds of the execution. */
export const templatePathSchema = z
  .string()
  .check(z.refine((path) => plainPath.test(path) || executionPath.test(path), "expected a path"));

function template(paths: readonly RegExp[]): z.ZodMiniType<PayloadTemplate> {
  return z.record(z.string(), z.json()).check(({ value, issues }) => {
    for (const message of unreadable(value, paths))
      issues.push({ code: "custom", message, input: value, path: [] });
  });
}

/** Every field `name.$` without a path that is read here; intrinsic functions are not. */
function unreadable(value: JsonValue, paths: readonly RegExp[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((member) => unreadable(member, paths));
  return Object.entries(value).flatMap(([name, member]) => {
    if (!name.endsWith(".$")) return unreadable(member, paths);
    const isPath = typeof member === "string" && paths.some((path) => path.test(member));
    return isPath ? [] : [`${JSON.stringify(name)} holds no path that the embedded cloud reads`];
  });
}
