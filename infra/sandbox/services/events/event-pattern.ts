import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";

/** A value that an event may hold at a leaf. */
const leaf = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const text = z.string().check(z.minLength(1));
const listOf = <Item>(item: z.ZodMiniType<Item>) => z.array(item).check(z.minLength(1));

/** The operators modelled here (EventBridge user guide, "Comparison operators"); any other stops the deployment. */
const operator = z.union(
  [
    z.strictObject({ prefix: text }),
    z.strictObject({ suffix: text }),
    z.strictObject({ "equals-ignore-case": text }),
    z.strictObject({ exists: z.boolean() }),
    z.strictObject({
      "anything-but": z.union([
        leaf,
        listOf(z.union([z.string(), z.number()])),
        z.strictObject({ prefix: text }),
        z.strictObject({ suffix: text }),
      ]),
    }),
  ],
  "expected a value, prefix, suffix, equals-ignore-case, exists or anything-but",
);
const alternatives = listOf(z.union([leaf, operator], "expected a value or an operator that is modelled"));
type Alternative = z.infer<typeof alternatives>[number];

/** A field's alternatives, or the pattern of an object below it. */
export interface EventPattern {
  readonly [field: string]: readonly Alternative[] | EventPattern;
}

const patternSchema: z.ZodMiniType<EventPattern> = z.record(
  z.string().check(z.regex(/^[^$]/, "operators such as $or are not modelled")),
  z.union([alternatives, z.lazy(() => patternSchema)]),
);

/**
 * Reads the EventPattern of a rule.
 * @throws {InvalidInput} for an operator that is not modelled: a rule that matches something else than on
 *   AWS would prove nothing
 */
export function readPattern(value: unknown, rule: string): EventPattern {
  return parse(patternSchema, value, `event pattern of ${rule}`);
}

/** Whether an event matches: every field of the pattern must match one of its alternatives. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const found = fieldOf(event, field);
    if (!isAlternatives(wanted)) return asList(found).some((object) => matchesPattern(wanted, object));
    const values = asList(found);
    return wanted.some((alternative) => matchesAlternative(alternative, values));
  });
}

function isAlternatives(wanted: readonly Alternative[] | EventPattern): wanted is readonly Alternative[] {
  return Array.isArray(wanted);
}

/** A list in an event matches if one of its members does; a field that is missing has no values. */
function asList(found: unknown): readonly unknown[] {
  if (found === undefined) return [undefined];
  return Array.isArray(found) ? found : [found];
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, field)) return undefined;
  return Reflect.get(value, field);
}

function matchesAlternative(alternative: Alternative, values: readonly unknown[]): boolean {
  if (typeof alternative !== "object" || alternative === null) return values.includes(alternative);
  // Existence is a matter of leaves: an object has none of its own.
  if ("exists" in alternative)
    return alternative.exists === values.some((value) => value !== undefined && !isObject(value));
  return values.some((value) => value !== undefined && matchesOperator(alternative, value));
}

function matchesOperator(
  wanted: Exclude<Extract<Alternative, object>, { exists: boolean }>,
  value: unknown,
): boolean {
  const found = typeof value === "string" ? value : undefined;
  if ("prefix" in wanted) return found?.startsWith(wanted.prefix) ?? false;
  if ("suffix" in wanted) return found?.endsWith(wanted.suffix) ?? false;
  if ("equals-ignore-case" in wanted)
    return found?.toLowerCase() === wanted["equals-ignore-case"].toLowerCase();
  const not = wanted["anything-but"];
  if (typeof not !== "object" || not === null) return value !== not;
  if (Array.isArray(not)) return !not.some((refused) => refused === value);
  return !matchesOperator(not, value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
