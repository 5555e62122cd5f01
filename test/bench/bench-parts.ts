import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { measureAccount, millisecondsPerCall } from "./measure-account.ts";
import { measureFanOut } from "./measure-fan-out.ts";
import { measureOrganization } from "./measure-organization.ts";
import { measurePace } from "./measure-pace.ts";
import { measureStartUp } from "./measure-start-up.ts";
import type { BenchResults, Circumstances } from "./results.ts";

/** So many accounts are enforced at once: in the cost run most workers wait, in a quick bench none does. */
export const workersAtOnce = { quick: 4, full: 32 };

/** What can be measured by itself. */
export const partNames = ["start-up", "account", "organization", "cost", "fan-out", "pace"] as const;
export type PartName = (typeof partNames)[number];

/** Those of a bench: a quick one has no ten minutes for a throttled account, and takes costs from a short run. */
export function partsOf(quick: boolean): readonly PartName[] {
  return quick ? partNames.filter((part) => part !== "cost" && part !== "pace") : partNames;
}

type Figures = Partial<Omit<BenchResults, "quick" | "circumstances">>;

/** Every call of the cost run takes as long: its seconds are what Lambda would be paid for. */
const everyCall = Object.fromEntries(
  ["iam", "sts", "s3", "dynamodb", "ses", "organizations", "events"].map((name) => [
    name,
    millisecondsPerCall,
  ]),
);

/** Measures one part, at full length or quickly. */
export async function measurePart(
  part: PartName,
  synthesized: Synthesized,
  quick: boolean,
): Promise<Figures> {
  switch (part) {
    case "start-up":
      return { startUp: await startUp(synthesized) };
    case "account":
      return { accounts: quick ? await quickAccounts(synthesized) : await accounts(synthesized) };
    case "organization":
      return quick
        ? await quickOrganizations(synthesized)
        : { organizations: await organizations(synthesized, [100, 1_000, 10_000]) };
    case "cost":
      return { costRuns: [await costRun(synthesized, 1_000)] };
    case "fan-out":
      return { fanOut: await measureFanOut(synthesized, quick ? 2_000 : 50_000) };
    case "pace":
      return { paced: [await measurePace(synthesized, 5_000, 10)] };
  }
}

/** Where and when a part is about to be measured. */
export function circumstances(startedAt: Date, seconds: number, loadBefore: number): Circumstances {
  return {
    measuredAt: startedAt.toISOString(),
    seconds,
    cpu: cpus()[0]?.model.trim() ?? "an unknown processor",
    cores: availableParallelism(),
    memoryGb: totalmem() / 1024 ** 3,
    node: process.version,
    loadBefore,
  };
}

/** How many processes wanted a core in the last minute. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

async function startUp(synthesized: Synthesized) {
  const { cloud, hub } = await startBenchCloud(synthesized, 0);
  await cloud.close();
  const figures = [];
  for (const spec of hub.functions) figures.push(await measureStartUp(spec, hub.region));
  return figures;
}

async function accounts(synthesized: Synthesized) {
  const often = { repetitions: 3, sequentialRepetitions: 3, reportAtFirstLook: false };
  return [
    await measureAccount(synthesized, 100, often),
    await measureAccount(synthesized, 1_000, often),
    // A sequential listing of 5,000 users takes seven minutes.
    await measureAccount(synthesized, 5_000, { ...often, sequentialRepetitions: 1 }),
  ];
}

async function quickAccounts(synthesized: Synthesized) {
  const once = { repetitions: 1, sequentialRepetitions: 1, reportAtFirstLook: true };
  return [
    await measureAccount(synthesized, 100, once),
    await measureAccount(synthesized, 1_000, { ...once, sequentialRepetitions: 0 }),
  ];
}

async function organizations(synthesized: Synthesized, sizes: readonly number[]) {
  const figures = [];
  for (const size of sizes) {
    const found = await measureOrganization(synthesized, size, { reportsAreThere: true });
    const { firstRun, steadyDay } = found;
    // Ten thousand accounts take minutes: whoever waits sees that it goes on.
    console.log(`${size} accounts: ${firstRun.seconds.toFixed(0)} s and ${steadyDay.seconds.toFixed(0)} s`);
    figures.push(found);
  }
  return figures;
}

/** Costs, too, come from these then, with workers that wait for a second only. */
async function quickOrganizations(synthesized: Synthesized) {
  const figures = await organizations(synthesized, [50, 200]);
  return { organizations: figures, costRuns: figures.slice(-1).map(({ steadyDay }) => steadyDay) };
}

/** With the credential report at the second look, so that each worker waits five seconds for it. */
async function costRun(synthesized: Synthesized, size: number) {
  const { steadyDay } = await measureOrganization(synthesized, size, {
    reportsAreThere: false,
    interceptors: [latency(everyCall)],
  });
  return steadyDay;
}
