import { expect, it } from "vitest";
import { withTables } from "./performance-page.ts";

const table = { name: "pace", title: "Pace", head: ["limit", "time"], rows: [["10", "1.0 s"]] };

it("puts a table between its markers, whatever stood there, and leaves the rest alone", () => {
  const page = "before\n<!-- bench:pace -->\nold\n<!-- /bench:pace -->\nafter";

  const written = withTables(page, [table]);

  expect(written).toBe(
    "before\n<!-- bench:pace -->\n| limit | time |\n| --- | --- |\n| 10 | 1.0 s |\n<!-- /bench:pace -->\nafter",
  );
  expect(withTables(written, [table])).toBe(written);
});

it("refuses a page that has no place for a table", () => {
  expect(() => withTables("<!-- bench:pace -->", [table])).toThrow("no place for the table pace");
});
