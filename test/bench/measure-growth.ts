import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { rulesFor } from "../../functions/domain/account-scope.ts";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { populate, userNameOf } from "../budgets/account-population.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { atMost, type Measured, short } from "./claim.ts";
import { callsTo, type Execution, measureExecution } from "./measure-execution.ts";

/**
 * Ten users an account, six of them with a key. On the steady day, in one account of ten a user has changed keys, in
 * one of ten a key reaches day 70, and in one of forty a key is deactivated.
 */
const population = { users: 10, owners: 6 };
const changedEvery = 10;
const warnedEvery = 10;
const deactivatedEvery = 40;

/** Version 0.1 entered six states in a run; the plan and its choice may add two. */
const mostTransitions = 8;

/** What one account costs on the first and on a steady day, in Organizations of several sizes. */
export async function measureGrowth(synthesized: Synthesized, sizes: readonly number[]): Promise<Measured> {
  const rows: string[][] = [];
  const steady: { readonly accounts: number; readonly execution: Execution }[] = [];
  let quietTransitions = 0;
  for (const members of sizes) {
    const days = await liveDays(synthesized, members);
    const accounts = members + 2;
    for (const [day, execution] of Object.entries(days)) rows.push(rowOf(accounts, day, execution));
    steady.push({ accounts, execution: days["steady day"] });
    quietTransitions = days["day without changes"].transitions;
  }
  const [smallest] = steady;
  const growth = (pick: (execution: Execution) => number) => {
    const largest = steady.at(-1);
    if (smallest === undefined || largest === undefined) return Number.NaN;
    return pick(largest.execution) / largest.accounts / (pick(smallest.execution) / smallest.accounts);
  };
  return {
    head: [
      "accounts",
      "run",
      "calls an account",
      "calls in an account",
      "mails an account",
      "states of the run",
    ],
    rows,
    claims: [
      atMost(
        "growth of calls an account on a steady day",
        growth(({ calls }) => calls.length),
        1.2,
      ),
      atMost(
        "growth of calls in an account on a steady day",
        growth(({ calls }) => callsTo(calls, "iam", "sts")),
        1.2,
      ),
      atMost("states that a run enters when nothing is due", quietTransitions, mostTransitions),
    ],
  };
}

function rowOf(accounts: number, day: string, { calls, mails, transitions }: Execution): string[] {
  const each = (count: number) => short(count / accounts);
  return [
    short(accounts),
    day,
    each(calls.length),
    each(callsTo(calls, "iam", "sts")),
    each(mails),
    short(transitions),
  ];
}

async function liveDays(synthesized: Synthesized, members: number) {
  const bench = await startBenchCloud(synthesized, {
    members,
    inProcess: true,
    props: { credentialReports: { readyAfter: { polls: 0 } } },
  });
  const { cloud, hub, clock, memberIds } = bench;
  try {
    const ses = cloud.mail.account(hub.accountId, synthesized.settings.mail.region);
    ses.setQuota({ max24HourSend: -1, maxSendRate: 10_000 });
    await fill(synthesized, bench);
    const live = async (name: string) => {
      // Each credential report was requested before, so no worker waits for one.
      for (const id of memberIds) cloud.iam.reportOf(id).generate();
      const execution = await measureExecution(bench, name);
      clock.moveDays(1);
      return execution;
    };
    const first = await live("first-run");
    const quiet = await live("quiet-day");
    for (const id of memberIds.filter((_, index) => index % changedEvery === 0))
      cloud.iam.of(id).putAccessKey({ userName: userNameOf(population.owners) });
    const steady = await live("steady-day");
    return { "first run": first, "day without changes": quiet, "steady day": steady };
  } finally {
    await cloud.close();
  }
}

async function fill({ settings }: Synthesized, { cloud, hub, clock, memberIds }: BenchCloud): Promise<void> {
  const ledger = new DynamoDBClient(operatorConfig(cloud, hub.accountId, hub.region));
  const tableName = hub.outputs.LedgerTableName ?? "";
  const today = addDays(dayOf(clock.now()), 2);
  for (const [index, accountId] of memberIds.entries()) {
    const toWarn = index % warnedEvery === 0 ? 1 : 0;
    const toDeactivate = index % deactivatedEvery === 0 ? 1 : 0;
    const account = { id: accountId, name: accountId, path: ["r-benc"], state: "ACTIVE" };
    const rules = rulesFor(account, settings.policy, "enforce");
    const past = { ledger, tableName, accountId, rules, today };
    await populate(cloud.iam.of(accountId), { ...population, toWarn, toDeactivate }, past);
  }
  ledger.destroy();
}
