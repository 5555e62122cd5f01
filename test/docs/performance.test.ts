import { expect, it } from "vitest";
import { withTables } from "../bench/performance-page.ts";
import { readResults } from "../bench/results.ts";
import { tablesOf } from "../bench/tables.ts";
import { readDoc } from "./markdown.ts";

it("shows on the performance page the figures that the bench measured, and no others", () => {
  const page = readDoc("performance.md");

  expect(withTables(page, tablesOf(readResults()))).toBe(page);
});
