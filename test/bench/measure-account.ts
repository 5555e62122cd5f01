import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { names } from "../../infra/cdk/names.ts";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { type Population, populate, userNameOf } from "../budgets/account-population.ts";
import { readsOf } from "../budgets/counted-calls.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { invokeWorker } from "./invoke-worker.ts";
import { listSequentially } from "./list-sequentially.ts";
import { median } from "./median.ts";
import type { AccountFigures, Measured } from "./results.ts";

/** How much longer each IAM and STS call takes than on loopback. */
export const millisecondsPerCall = 25;

const steadyDay = 3;

/** How often to measure what, and how the account behaves. */
export interface AccountOptions {
  readonly repetitions: number;
  readonly sequentialRepetitions: number;
  /** Whether the credential report is ready at the worker's first look, after one second, or at its second, after five. */
  readonly reportAtFirstLook: boolean;
}

interface Pass {
  readonly firstRun: Measured;
  readonly quietDay: Measured;
  readonly steadyDay: Measured;
  /** Absent where it was not to be measured again. */
  readonly sequential: Measured | undefined;
  readonly workerPeakMb: number;
}

/**
 * One account in which every user owns a key, enforced by the deployed worker on its first day, on a day on
 * which nothing happens, and on a steady one: one user in a hundred has changed keys, one in two hundred has a
 * key of 70 days, one in five hundred a key that is to be deactivated. Beside it, in the same cloud, a plain
 * sequential listing of the account.
 */
export async function measureAccount(
  synthesized: Synthesized,
  users: number,
  options: AccountOptions,
): Promise<AccountFigures> {
  const share = (part: number) => Math.ceil(users / part);
  const population = { users, owners: users, toWarn: share(200), toDeactivate: share(500) };
  const changedUsers = share(100);
  const { repetitions, sequentialRepetitions, reportAtFirstLook } = options;
  const passes: Pass[] = [];
  for (let pass = 0; pass < repetitions; pass += 1) {
    const withSequential = pass < sequentialRepetitions;
    const wish = { population, changedUsers, withSequential, reportAtFirstLook };
    passes.push(await measurePass(synthesized, wish));
  }
  const sequential = passes.map((pass) => pass.sequential).filter((measured) => measured !== undefined);
  return {
    users,
    repetitions,
    sequentialRepetitions: sequential.length,
    changedUsers,
    dueKeys: population.toWarn + population.toDeactivate,
    firstRun: medianOf(passes.map((pass) => pass.firstRun)),
    quietDay: medianOf(passes.map((pass) => pass.quietDay)),
    steadyDay: medianOf(passes.map((pass) => pass.steadyDay)),
    reportWaitSeconds: reportAtFirstLook ? 1 : 5,
    ...(sequential.length === 0 ? {} : { sequential: medianOf(sequential) }),
    workerPeakMb: Math.max(...passes.map((pass) => pass.workerPeakMb)),
  };
}

interface PassWish {
  readonly population: Population;
  readonly changedUsers: number;
  readonly withSequential: boolean;
  readonly reportAtFirstLook: boolean;
}

async function measurePass(synthesized: Synthesized, wish: PassWish): Promise<Pass> {
  const { population, changedUsers } = wish;
  const credentialReports = { readyAfter: { polls: wish.reportAtFirstLook ? 0 : 1 } };
  const interceptors = [latency({ iam: millisecondsPerCall, sts: millisecondsPerCall })];
  const bench = await startBenchCloud(synthesized, 2, { interceptors, credentialReports });
  try {
    const [accountId = "", other = ""] = bench.memberIds;
    const { cloud, hub, clock } = bench;
    const iam = cloud.iam.of(accountId);
    const ledger = new DynamoDBClient(operatorConfig(cloud, hub.accountId, hub.region));
    const target = { iam, ledger, ledgerTableName: hub.outputs.LedgerTableName ?? "" };
    await populate(target, population, addDays(dayOf(clock.now()), steadyDay));
    ledger.destroy();
    const work = (day: number) =>
      clock.during(day, async () => {
        // An environment that was started for another account already is the usual case.
        await invokeWorker(bench, other);
        return measured(bench, () => invokeWorker(bench, accountId));
      });
    const firstRun = await work(1);
    const quietDay = await work(2);
    for (let index = 1; index <= changedUsers; index += 1)
      iam.putAccessKey({ userName: userNameOf(population.users - index) });
    const sequential = wish.withSequential
      ? await measured(bench, () => listSequentially(bench, accountId))
      : undefined;
    const onSteadyDay = await work(steadyDay);
    const workerPeakMb = cloud.functions.peakMemoryMb(names.workerFunction);
    return { firstRun, quietDay, steadyDay: onSteadyDay, sequential, workerPeakMb };
  } finally {
    await bench.cloud.close();
  }
}

/** @param work gives the seconds that it took */
async function measured({ cloud }: BenchCloud, work: () => Promise<number>): Promise<Measured> {
  cloud.calls.clear();
  const seconds = await work();
  return { calls: readsOf(cloud.calls.all()).length, seconds };
}

function medianOf(passes: readonly Measured[]): Measured {
  return {
    calls: median(passes.map(({ calls }) => calls)),
    seconds: median(passes.map(({ seconds }) => seconds)),
  };
}
