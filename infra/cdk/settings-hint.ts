import { closest, distance } from "fastest-levenshtein";
import type { $ZodIssue } from "zod/v4/core";
import { fieldSchemas, type JsonSchema } from "./settings-json-schema.ts";

/**
 * What to add to the description of a wrong field: the name or value that was probably meant, or an example. Both come
 * from the JSON schema of the file, so a new field has its hint at once.
 */
export function settingsHint(issue: $ZodIssue, found: unknown): string {
  const schemas = fieldSchemas(issue.path);
  if (issue.code === "unrecognized_keys") {
    const [key] = issue.keys;
    const near = didYouMean(
      key,
      schemas.flatMap(({ properties = {} }) => Object.keys(properties)),
    );
    // A field may be in the wrong section.
    return near === "" ? didYouMeanPath(key) : near;
  }
  if (issue.path.at(-1) === "timeZone") return didYouMean(found, Intl.supportedValuesOf("timeZone"));
  const meant = didYouMean(
    found,
    schemas.flatMap(allowedValues).filter((value) => typeof value === "string"),
  );
  if (meant !== "") return meant;
  // A rule about several fields already says what is wrong.
  if (issue.code === "custom" && issue.params?.isContradiction === true) return "";
  const [example] = schemas.flatMap(({ examples = [] }) => examples);
  return example === undefined || issue.message.includes(String(example))
    ? ""
    : `; example: ${JSON.stringify(example)}`;
}

function allowedValues(schema: JsonSchema): readonly unknown[] {
  return [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])];
}

/** Whether a word may be a mistyped form of another one: they differ in a few letters; more would be a guess. */
export function isMistyped(found: string, meant: string): boolean {
  return distance(found.toLowerCase(), meant.toLowerCase()) <= Math.max(1, Math.floor(found.length / 4));
}

/** The field of another section that was probably meant, with its section. */
function didYouMeanPath(found: string | undefined): string {
  if (found === undefined) return "";
  const sections = fieldSchemas([]).flatMap(({ properties = {} }) => Object.keys(properties));
  const fields = sections.flatMap((section) =>
    fieldSchemas([section]).flatMap(({ properties = {} }) =>
      Object.keys(properties).map((field) => ({ section, field })),
    ),
  );
  const meant =
    fields.find(({ field }) => field === found) ?? fields.find(({ field }) => isMistyped(found, field));
  if (meant !== undefined) return `; did you mean ${meant.section}.${meant.field}?`;
  return sections.includes(found) ? `; ${found} is a field at the top of the file` : "";
}

/** The word that was probably meant, as the end of a sentence; nothing where no word is near. */
export function didYouMean(found: unknown, words: readonly string[]): string {
  if (typeof found !== "string" || words.length === 0 || words.includes(found)) return "";
  const meant = closest(found, words);
  return isMistyped(found, meant) ? `; did you mean ${JSON.stringify(meant)}?` : "";
}
