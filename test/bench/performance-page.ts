import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FigureTable } from "./figure-table.ts";

/** The page that the tables are written into. */
const performancePage = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));

/** Writes the tables into the page. */
export function writePerformancePage(tables: readonly FigureTable[], file = performancePage): void {
  writeFileSync(file, withTables(readFileSync(file, "utf8"), tables));
}

/**
 * The page with each table between its markers, `<!-- bench:account -->` and `<!-- /bench:account -->`. What
 * stands there otherwise is replaced, what stands elsewhere is left alone.
 * @throws {Error} where the page has no place for a table
 */
function withTables(page: string, tables: readonly FigureTable[]): string {
  return tables.reduce((text, table) => {
    const [opening, closing] = [`<!-- bench:${table.name} -->`, `<!-- /bench:${table.name} -->`];
    const from = text.indexOf(opening);
    const to = text.indexOf(closing);
    if (from < 0 || to < from) throw new Error(`the page has no place for the table ${table.name}`);
    return `${text.slice(0, from + opening.length)}\n${markdown(table)}\n${text.slice(to)}`;
  }, page);
}

function markdown({ head, rows }: FigureTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
