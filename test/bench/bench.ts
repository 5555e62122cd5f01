import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { synthesize } from "../../infra/cdk/synthesize.ts";
import { plainTable } from "../../infra/cli/shared/plain-table.ts";
import type { Synthesized } from "./bench-cloud.ts";
import { benchSettings } from "./bench-settings.ts";
import type { Measured } from "./claim.ts";
import { measureAccounts } from "./measure-accounts.ts";
import { measureFirstRun } from "./measure-first-run.ts";
import { measureGrowth } from "./measure-growth.ts";
import { measurePace } from "./measure-pace.ts";
import { measureRefusals } from "./measure-refusals.ts";
import { measureReport } from "./measure-report.ts";

/** What can be measured by itself, at full size and quickly. */
const parts: Readonly<Record<string, (synthesized: Synthesized, quick: boolean) => Promise<Measured>>> = {
  account: (synthesized, quick) => measureAccounts(synthesized, quick ? 200 : 1_000),
  refusals: () => measureRefusals(),
  report: (synthesized, quick) => measureReport(synthesized, quick ? 2_000 : 50_000),
  mail: (synthesized, quick) =>
    measureFirstRun(synthesized, quick ? { accounts: 20, timeScale: 1 } : { accounts: 1_000, timeScale: 3 }),
  growth: (synthesized, quick) => measureGrowth(synthesized, quick ? [20, 80] : [100, 1_000, 10_000]),
  pace: (synthesized, quick) => measurePace(synthesized, quick ? 200 : 5_000),
};

const usage = `npm run bench -- [--quick] [--only <part>,<part>]
  --quick  smaller sizes
  --only   these parts: ${Object.keys(parts).join(", ")}
The figures are printed and written to .curfew/bench.json.`;

const resultsFile = fileURLToPath(new URL("../../.curfew/bench.json", import.meta.url));

const options = readOptions();
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const measured = await measure(options);
  const claims = measured.flatMap(([, { claims: own }]) => own);
  console.log("\nMust hold");
  for (const { claim, found, holds } of claims)
    console.log(`${holds ? "holds" : "FAILS"}  ${claim}: ${found}`);
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(Object.fromEntries(measured), undefined, 2)}\n`);
  process.exitCode = claims.every(({ holds }) => holds) ? 0 : 1;
}

function readOptions(): { readonly quick: boolean; readonly wanted: readonly string[] } | undefined {
  try {
    const { values } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } });
    const wanted = values.only?.split(",") ?? Object.keys(parts);
    return wanted.every((part) => Object.hasOwn(parts, part))
      ? { quick: values.quick === true, wanted }
      : undefined;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

async function measure({ quick, wanted }: NonNullable<typeof options>): Promise<[string, Measured][]> {
  const assembly = mkdtempSync(join(tmpdir(), "curfew-bench-"));
  const measured: [string, Measured][] = [];
  try {
    const settings = benchSettings();
    synthesize(settings, assembly, { isChecked: false });
    for (const name of wanted) {
      const startedAt = performance.now();
      const found = await parts[name]?.({ assembly, settings }, quick);
      if (found === undefined) continue;
      measured.push([name, found]);
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      console.log(`\n${name} (${seconds} s, load ${(loadavg()[0] ?? 0).toFixed(1)})`);
      const align = found.head.map((_, column) =>
        found.rows.every((row) => isFigure(row[column])) ? "r" : "l",
      );
      console.log(
        plainTable({ head: [...found.head], align: align.join(""), rows: found.rows.map((row) => [...row]) }),
      );
    }
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
  return measured;
}

function isFigure(cell = ""): boolean {
  return /^[\d.,]*$/.test(cell);
}
