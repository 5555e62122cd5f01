import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pMap from "p-map";
import { plainTable } from "../../infra/cli/shared/plain-table.ts";
import { writeFigures } from "../figures/write-figures.ts";
import { MutatedCopy } from "./mutated-copy.ts";
import type { Mutation } from "./mutation.ts";
import { mutations } from "./mutations.ts";
import { runSuites, type SuiteResult } from "./run-suites.ts";

const usage = `npm run mutations [-- --only <text>]
  Breaks the code in a copy, one thing at a time, and runs the suites that must notice. Exits 1 where one does not.
  --only  the mutations whose sentence holds this text; the figures stay as they are`;

const only = readOptions();
if (only === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const chosen = mutations.filter(({ breaks }) => breaks.toLowerCase().includes(only.toLowerCase()));
  process.exitCode = (await breakEach(chosen, only === "")) ? 0 : 1;
}

function readOptions(): string | undefined {
  try {
    return parseArgs({ options: { only: { type: "string" } } }).values.only ?? "";
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

/** @returns whether every suite noticed what it must */
async function breakEach(chosen: readonly Mutation[], isWhole: boolean): Promise<boolean> {
  const found = await inCopies(chosen, async (mutation, copy) => {
    const results = await copy.with(mutation, () => runSuites(copy.directory, mutation.caughtBy));
    const missed = missedBy(mutation, results);
    console.error(`${missed.length === 0 ? "caught  " : "SURVIVES"} ${mutation.breaks}`);
    for (const suite of missed) console.error(`         in ${suite}`);
    return { mutation, results };
  });
  const rows = found.map(({ mutation, results }) => [
    mutation.breaks,
    firstTests(mutation, results).join("\n"),
  ]);
  console.log(plainTable({ head: ["mutation", "caught by"], align: "ll", rows }));
  const survivors = found.filter(({ mutation, results }) => missedBy(mutation, results).length > 0);
  console.log(
    `${found.length - survivors.length} of ${found.length} mutations were caught by every suite that must`,
  );
  if (isWhole && survivors.length === 0) writeFigures("mutations", figuresOf(found));
  return survivors.length === 0 && found.length > 0;
}

/** As many at once as there are cores, each in a copy of its own. */
async function inCopies<Result>(
  chosen: readonly Mutation[],
  use: (mutation: Mutation, copy: MutatedCopy) => Promise<Result>,
): Promise<Result[]> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const concurrency = availableParallelism();
  const copies = Array.from({ length: concurrency }, () => new MutatedCopy(root));
  const free = [...copies];
  try {
    return await pMap(
      chosen,
      async (mutation) => {
        const copy = free.pop();
        if (copy === undefined) throw new Error("there are fewer copies than mutations at once");
        const result = await use(mutation, copy);
        free.push(copy);
        return result;
      },
      { concurrency },
    );
  } finally {
    for (const copy of copies) copy.remove();
  }
}

function missedBy({ caughtBy }: Mutation, results: readonly SuiteResult[]): string[] {
  return caughtBy.filter((suite) => !results.some((one) => one.suite === suite && one.failed.length > 0));
}

function firstTests({ caughtBy }: Mutation, results: readonly SuiteResult[]): string[] {
  return caughtBy.map((suite) => {
    const test = results.find((one) => one.suite === suite)?.failed[0];
    return `${suite}: ${test ?? "NOTHING"}`;
  });
}

function figuresOf(found: readonly { mutation: Mutation; results: readonly SuiteResult[] }[]): object {
  return {
    caught: found.map(({ mutation, results }) => ({
      breaks: mutation.breaks,
      file: mutation.file,
      by: mutation.caughtBy.map((suite) => ({
        suite,
        test: results.find((one) => one.suite === suite)?.failed[0] ?? "",
      })),
    })),
  };
}
