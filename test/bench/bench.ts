import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { synthesize } from "../../infra/cdk/synthesize.ts";
import { plainTable } from "../../infra/cli/shared/plain-table.ts";
import {
  circumstances,
  loadNow,
  measurePart,
  type PartName,
  partNames,
  partsOf,
  workersAtOnce,
} from "./bench-parts.ts";
import { benchSettings } from "./bench-settings.ts";
import { claimsOf } from "./must-hold.ts";
import { writePerformancePage } from "./performance-page.ts";
import { type BenchResults, readResults, resultsFile } from "./results.ts";
import { tablesOf } from "./tables.ts";

const usage = `npm run bench -- [--quick] [--only <part>,<part>] [--show]
  --quick  smaller sizes, each measured once, in less than two minutes; the docs stay as they are
  --only   measures these parts again and keeps the other results: ${partNames.join(", ")}
  --show   measures nothing; shows the results and writes them into the docs`;

const quickResultsFile = fileURLToPath(new URL("../../.curfew/bench.json", import.meta.url));

const options = readOptions();
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const { quick, parts } = options;
  const file = quick ? quickResultsFile : resultsFile;
  const isWhole = parts.length === partsOf(quick).length || !existsSync(file);
  mkdirSync(dirname(file), { recursive: true });
  const results = await measure(parts, isWhole ? nothingYet(quick) : readResults(file), quick, (found) =>
    writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`),
  );
  if (!quick) writePerformancePage(tablesOf(results));
  process.exitCode = show(results) ? 0 : 1;
}

function readOptions(): { quick: boolean; parts: PartName[] } | undefined {
  try {
    const { values } = parseArgs({
      options: { quick: { type: "boolean" }, only: { type: "string" }, show: { type: "boolean" } },
    });
    const quick = values.quick === true;
    if (values.show === true) return { quick, parts: [] };
    const wanted = values.only?.split(",") ?? partsOf(quick);
    const parts = partNames.filter((part) => wanted.includes(part));
    return parts.length === wanted.length ? { quick, parts } : undefined;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

function nothingYet(quick: boolean): BenchResults {
  const nothing = { accounts: [], organizations: [], startUp: [], costRuns: [], fanOut: [], paced: [] };
  return { quick, circumstances: {}, ...nothing };
}

/** @param save is given what is known so far, after each part: a bench that is stopped has not run for nothing */
async function measure(
  parts: readonly PartName[],
  before: BenchResults,
  quick: boolean,
  save: (results: BenchResults) => void,
): Promise<BenchResults> {
  if (parts.length === 0) return before;
  const assembly = mkdtempSync(join(tmpdir(), "curfew-bench-"));
  let results = before;
  try {
    const settings = benchSettings(quick ? workersAtOnce.quick : workersAtOnce.full);
    synthesize(settings, assembly);
    for (const part of parts) {
      const startedAt = new Date();
      const loadBefore = loadNow();
      const figures = await measurePart(part, { settings, assembly }, quick);
      const seconds = (Date.now() - startedAt.getTime()) / 1000;
      console.log(`${part}: measured in ${seconds.toFixed(0)} s`);
      results = {
        ...results,
        ...figures,
        circumstances: {
          ...results.circumstances,
          [part]: circumstances(startedAt, seconds, loadBefore),
        },
      };
      save(results);
    }
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
  return results;
}

/** @returns whether everything holds that must */
function show(results: BenchResults): boolean {
  for (const { title, head, rows } of tablesOf(results).filter((table) => table.rows.length > 0)) {
    const align = head.map((_, column) => (rows.every((row) => isFigure(row[column])) ? "r" : "l")).join("");
    console.log(`\n${title}\n${plainTable({ head, align, rows: rows.map((row) => [...row]) })}`);
  }
  const claims = claimsOf(results);
  console.log("\nMust hold");
  for (const { claim, found, holds } of claims)
    console.log(`${holds ? "holds " : "FAILS "} ${claim}: ${found}`);
  const missing = partsOf(results.quick).filter((part) => results.circumstances[part] === undefined);
  if (missing.length > 0) console.log(`FAILS  not measured yet: ${missing.join(", ")}`);
  return missing.length === 0 && claims.every(({ holds }) => holds);
}

function isFigure(cell = ""): boolean {
  return cell === "" || /^[<$\d]/.test(cell);
}
