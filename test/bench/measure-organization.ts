import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { names } from "../../infra/cdk/names.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { populate, userNameOf } from "../budgets/account-population.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { measureExecution } from "./measure-execution.ts";
import type { OrganizationFigures } from "./results.ts";
import { RunMeter } from "./run-meter.ts";

/**
 * The Organization of the bench: ten users an account, six of them with a key. On a steady day, in one account
 * of ten a user has changed keys, in one of ten a key reaches day 70, in one of forty a key is deactivated.
 */
const population = { users: 10, owners: 6 };
const changedEvery = 10;
const warnedEvery = 10;
const deactivatedEvery = 40;

const steadyDay = 2;

/** How the accounts of the Organization behave. */
export interface OrganizationOptions {
  /**
   * Whether somebody has asked for each credential report before the run, so that it is there and no worker
   * waits; else it is ready at the second look, after five seconds. The calls are the same, but for that look.
   */
  readonly reportsAreThere: boolean;
  readonly interceptors?: readonly Interceptor[];
}

/** Runs Curfew over a whole Organization on its first day and on a steady one, through the state machine. */
export async function measureOrganization(
  synthesized: Synthesized,
  accounts: number,
  { reportsAreThere, interceptors = [] }: OrganizationOptions,
): Promise<OrganizationFigures> {
  const meter = new RunMeter();
  const bench = await startBenchCloud(synthesized, accounts, {
    credentialReports: { readyAfter: { polls: reportsAreThere ? 0 : 1 } },
    interceptors: [meter, ...interceptors],
    functions: { onLog: meter.onLog },
  });
  const measure = async (day: number) => {
    if (reportsAreThere) await bench.clock.during(day, async () => askForReports(bench));
    return measureExecution(bench, meter, day);
  };
  try {
    await fill(bench);
    const firstRun = await measure(1);
    change(bench);
    const steady = await measure(steadyDay);
    const peakOf = (name: string) => bench.cloud.functions.peakMemoryMb(name);
    return {
      accounts,
      firstRun,
      steadyDay: steady,
      peakMemoryMb: {
        scheduler: peakOf(names.schedulerFunction),
        worker: peakOf(names.workerFunction),
        report: peakOf(names.reportFunction),
      },
    };
  } finally {
    await bench.cloud.close();
  }
}

async function fill({ cloud, hub, clock, memberIds }: BenchCloud): Promise<void> {
  const ledger = new DynamoDBClient(operatorConfig(cloud, hub.accountId, hub.region));
  const ledgerTableName = hub.outputs.LedgerTableName ?? "";
  const dueOn = addDays(dayOf(clock.now()), steadyDay);
  for (const [index, id] of memberIds.entries()) {
    const toWarn = index % warnedEvery === 0 ? 1 : 0;
    const toDeactivate = index % deactivatedEvery === 0 ? 1 : 0;
    const target = { iam: cloud.iam.of(id), ledger, ledgerTableName };
    await populate(target, { ...population, toWarn, toDeactivate }, dueOn);
  }
  ledger.destroy();
}

function askForReports({ cloud, memberIds }: BenchCloud): void {
  for (const id of memberIds) cloud.iam.reportOf(id).generate();
}

function change({ cloud, memberIds }: BenchCloud): void {
  for (const id of memberIds.filter((_, index) => index % changedEvery === 0))
    cloud.iam.of(id).putAccessKey({ userName: userNameOf(population.owners) });
}
