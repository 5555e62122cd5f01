import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { accountResultKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { names } from "../../infra/cdk/names.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import type { AccountResult, KeyResult } from "../../statemachine/account-result.ts";
import { type AccountList, accountListSchema, runSummarySchema } from "../../statemachine/contract.ts";
import { userNameOf } from "../budgets/account-population.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import type { FanOutFigures } from "./results.ts";

/**
 * The two functions that see a whole Organization in one invocation: the scheduler lists its accounts, the
 * report reads a result of each. No worker runs in between: the results are made up, six keys in each.
 */
export async function measureFanOut(synthesized: Synthesized, accounts: number): Promise<FanOutFigures[]> {
  const bench = await startBenchCloud(synthesized, accounts, {}, false);
  try {
    return await bench.clock.during(1, async () => {
      const execution = { name: "fan-out", startTime: bench.clock.now().toISOString() };
      const scheduler = await invoke(bench, names.schedulerFunction, { execution, input: {} });
      const { failure } = scheduler.figures;
      if (failure !== undefined) return [{ accounts, ...scheduler.figures }];
      const list = parse(accountListSchema, scheduler.answer, "account list");
      for (const id of bench.memberIds) putResult(bench, list, id);
      const report = await invoke(bench, names.reportFunction, list);
      if (report.figures.failure === undefined) {
        const { totals } = parse(runSummarySchema, report.answer, "run summary");
        if (totals.accounts.reached !== accounts)
          throw new Error(`the report read ${totals.accounts.reached} results of ${accounts}`);
      }
      return [scheduler, report].map(({ figures }) => ({ accounts, ...figures }));
    });
  } finally {
    await bench.cloud.close();
  }
}

async function invoke({ cloud, hub }: BenchCloud, name: string, event: object) {
  const lambda = new LambdaClient({
    ...operatorConfig(cloud, hub.accountId, hub.region),
    requestHandler: { requestTimeout: 0 },
  });
  const startedAt = performance.now();
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  lambda.destroy();
  const text = Payload?.transformToString() ?? "null";
  const answer: unknown = JSON.parse(text);
  const memoryMb = hub.functions.find((spec) => spec.name === name)?.memoryMb ?? 0;
  const peakMemoryMb = cloud.functions.peakMemoryMb(name);
  const failure = FunctionError === undefined ? {} : { failure: text.slice(0, 200) };
  return { answer, figures: { function: name, seconds, peakMemoryMb, memoryMb, ...failure } };
}

function putResult({ cloud }: BenchCloud, { run, workList }: AccountList, id: string): void {
  const keys = [0, 1, 2, 3, 4, 5].map((index) => keyResult(run.day, id, index));
  const result: AccountResult = {
    run,
    account: {
      id,
      name: `Account ${id.slice(-6)}`,
      path: ["r-benc", "ou-benc-workloads", "ou-benc-production"],
    },
    mode: run.mode,
    outcome: "enforced",
    users: 10,
    keys: keys.length,
    activeKeys: keys.length,
    rootHasActiveKey: false,
    results: keys,
    problems: [],
  };
  cloud.buckets.put(workList.bucket, accountResultKey(run.day, run.id, id), JSON.stringify(result));
}

/** In one account of ten the first key is due. */
function keyResult(today: Day, accountId: string, index: number): KeyResult {
  const userName = userNameOf(index);
  const to = `${userName}@example.com`;
  const accessKeyId = `AKIA${accountId}${index}`;
  if (index === 0 && accountId.endsWith("1")) {
    const notice = { id: "day-70", kind: "warning", to: [to] } as const;
    const reason = "day 70: the notice of day 70 is due";
    const next = { on: addDays(today, 10), what: "notify" } as const;
    return {
      decision: { accessKeyId, userName, age: 70, verdict: "notify", reason, notice, next },
      notices: [{ to, outcome: "sent" }],
    };
  }
  const age = 10 * (index + 1);
  const next = { on: addDays(today, 70 - age), what: "notify" } as const;
  return {
    decision: {
      accessKeyId,
      userName,
      age,
      verdict: "inTime",
      reason: `day ${age}: no stage is due yet`,
      next,
    },
    notices: [],
  };
}
