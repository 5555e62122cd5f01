import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { mutatedText } from "./mutated-text.ts";
import { mutations } from "./mutations.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it.each(mutations)("$breaks: the mutation still fits the code, and its suites are there", (mutation) => {
  const text = readFileSync(join(root, mutation.file), "utf8");

  expect(mutatedText(text, mutation)).not.toBe(text);
  expect(mutation.caughtBy.length).toBeGreaterThan(0);
  expect(mutation.caughtBy.filter((suite) => !existsSync(join(root, suite)))).toEqual([]);
});

it("says each thing once", () => {
  expect(new Set(mutations.map(({ breaks }) => breaks)).size).toBe(mutations.length);
});
