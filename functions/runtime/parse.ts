import * as z from "zod/mini";
import { type $ZodIssue, toDotPath } from "zod/v4/core";
import en from "zod/v4/locales/en.js";

z.config(en());

/** A wrong value from outside. The message names field, value and expectation. */
export class InvalidInput extends Error {
  /** What was wrong as a whole, such as the name of a file. */
  readonly what: string;
  /** One for each offending field. */
  readonly issues: readonly string[];

  constructor(what: string, issues: readonly string[], options?: ErrorOptions) {
    super(`${what}: ${issues.join("; ")}`, options);
    this.name = "InvalidInput";
    this.what = what;
    this.issues = issues;
  }
}

/**
 * Parses a value from outside. `what` names it in the error: "run input", "settings.yaml".
 * @param hint what to add to the description of an issue, as "; did you mean …?"
 * @throws {InvalidInput} with one part per offending field
 */
export function parse<Output>(
  schema: z.ZodMiniType<Output>,
  value: unknown,
  what: string,
  hint: (issue: $ZodIssue, found: unknown) => string = () => "",
): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    what,
    parsed.error.issues.map((issue) => describe(issue, value) + hint(issue, valueAt(value, issue.path))),
  );
}

/**
 * Parses a JSON text from outside, like `parse`.
 * @throws {InvalidInput} also if the text is not JSON; the message does not show it
 */
export function parseJson<Output>(schema: z.ZodMiniType<Output>, text: string, what: string): Output {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(what, [`expected JSON, got ${text.length} characters that are not JSON`], {
      cause: error,
    });
  }
  return parse(schema, value, what);
}

/** The value at a path; `undefined` if there is none. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(stepInto, value);
}

function describe(issue: $ZodIssue, value: unknown): string {
  const field = issue.path.length === 0 ? "" : `${toDotPath(issue.path)}: `;
  if (issue.code === "unrecognized_keys")
    return `${field}unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
  // The name of the field is wrong, not its value.
  const found = issue.code === "invalid_key" ? issue.path.at(-1) : valueAt(value, issue.path);
  // A schema that transforms a value before it checks it may name a path that the value does not have.
  if (
    found === undefined &&
    !issue.message.endsWith("received undefined") &&
    issue.message.includes(", received ")
  )
    return `${field}${issue.message.replace("Invalid input: ", "")}`;
  // Our own rules about objects and lists say what is wrong; "got an object" would add nothing.
  const saysAll = issue.code === "custom" && typeof found === "object" && found !== null;
  return `${field}${expectationOf(issue)}${saysAll ? "" : `, got ${shown(found)}`}`;
}

/** Without zod's own words about the value found, because they only name its type. */
function expectationOf(issue: $ZodIssue): string {
  const { message } = (issue.code === "invalid_key" ? issue.issues[0] : undefined) ?? issue;
  return message.replace(/^Invalid input: (expected .*), received [^,]*$/, "$1");
}

function stepInto(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
}

/** A value short enough for a log line. Objects are not shown, because they may contain anything. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object")
    return Array.isArray(value) ? "a list" : value === null ? "null" : "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/**
 * Like `parse`, for values that must not be logged: the message names field and expectation, never the value found.
 * @throws {InvalidInput}
 */
export function parseUnshown<Output>(schema: z.ZodMiniType<Output>, value: unknown, what: string): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    what,
    parsed.error.issues.map((issue) => `${toDotPath(issue.path)}: ${expectationOf(issue)}`),
  );
}
