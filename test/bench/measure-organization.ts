import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import type { EmbeddedCloudProps } from "../../infra/local/embedded-cloud.ts";
import { operatorConfig } from "../../infra/local/operator-config.ts";
import { names } from "../../infra/names.ts";
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

/** Runs Curfew over a whole Organization on its first day and on a steady one, through the state machine. */
export async function measureOrganization(
  synthesized: Synthesized,
  accounts: number,
  props: Partial<EmbeddedCloudProps> = {},
): Promise<OrganizationFigures> {
  const meter = new RunMeter();
  const bench = await startBenchCloud(synthesized, accounts, {
    ...props,
    interceptors: [meter, ...(props.interceptors ?? [])],
    functions: { onLog: meter.onLog },
  });
  try {
    await fill(bench);
    const firstRun = await measureExecution(bench, meter, 1);
    change(bench);
    const steady = await measureExecution(bench, meter, steadyDay);
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

function change({ cloud, memberIds }: BenchCloud): void {
  for (const id of memberIds.filter((_, index) => index % changedEvery === 0))
    cloud.iam.of(id).putAccessKey({ userName: userNameOf(population.owners) });
}
