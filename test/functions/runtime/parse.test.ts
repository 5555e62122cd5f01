import { expect, it } from "vitest";
import * as z from "zod/mini";
import { InvalidInput, parse, parseJson } from "../../../functions/runtime/parse.ts";

const schema = z.strictObject({
  days: z.int("expected a whole number of days"),
  contacts: z.array(z.strictObject({ mail: z.string().check(z.includes("@", "expected one mail address")) })),
});

function issuesOf(value: unknown): readonly string[] {
  try {
    parse(schema, value, "settings.yaml");
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
  return [];
}

it("returns the schema's output for a valid value", () => {
  const value = { days: 10, contacts: [{ mail: "team@example.com" }] };

  expect(parse(schema, value, "settings.yaml")).toEqual(value);
});

it("names each wrong field by its path, what was expected and what was found", () => {
  expect(issuesOf({ days: "ten", contacts: [{ mail: "a@example.com" }, { mail: "nobody" }] })).toEqual([
    'days: expected a whole number of days, got "ten"',
    'contacts[1].mail: expected one mail address, got "nobody"',
  ]);
});

it("says what is expected of the name of a field", () => {
  const tags = z.record(z.string().check(z.regex(/^[a-z]+$/, "expected small letters")), z.string());

  expect(() => parse(z.strictObject({ tags }), { tags: { "a b": "x" } }, "settings.yaml")).toThrow(
    'settings.yaml: tags["a b"]: expected small letters, got "a b"',
  );
});

it("says everything in one line that begins with the name of the input", () => {
  expect(() => parse(schema, { days: 1.5, contacts: [{}] }, "settings.yaml")).toThrow(
    /^settings\.yaml: days: .*, got 1\.5; contacts\[0\]\.mail: .*, got nothing$/,
  );
});

it("names an unknown field and its path", () => {
  expect(issuesOf({ days: 1, contacts: [{ mail: "a@b", name: "x" }], day: 2 })).toEqual([
    'contacts[0]: unknown field "name"',
    'unknown field "day"',
  ]);
});

it.each([
  { value: null, got: "null" },
  { value: [1], got: "a list" },
  { value: { password: "secret" }, got: "an object" },
  { value: "x".repeat(500), got: `"${"x".repeat(56)}…` },
  { value: undefined, got: "nothing" },
])("shows $got for a value that should be a number", ({ value, got }) => {
  expect(issuesOf({ days: value, contacts: [] })).toEqual([
    `days: expected a whole number of days, got ${got}`,
  ]);
});

it("names no field if all of the value is wrong", () => {
  expect(issuesOf("nonsense")[0]).toMatch(/^expected object, got "nonsense"$/);
});

it("refuses a text that is not JSON with the name of the input, without showing it", () => {
  expect(parseJson(schema, '{"days":1,"contacts":[]}', "plan")).toEqual({ days: 1, contacts: [] });
  expect(() => parseJson(schema, '{"days":1,"secret', "plan")).toThrow(InvalidInput);
  expect(() => parseJson(schema, '{"days":1,"secret', "plan")).toThrow(
    /^plan: expected JSON, got 17 characters that are not JSON$/,
  );
});
