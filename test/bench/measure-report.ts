import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { accountResultKey, reportKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { names } from "../../infra/cdk/names.ts";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { planOutputSchema } from "../../statemachine/plan.ts";
import { type AccountList, accountListSchema } from "../../statemachine/run.ts";
import { runSummarySchema } from "../../statemachine/run-summary.ts";
import { type BenchCloud, type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { atMost, type Claim, type Measured, short } from "./claim.ts";
import { madeUpResult, rowsEach } from "./made-up-result.ts";

const mib = 1024 ** 2;

/**
 * The functions that see the whole Organization in one invocation, as deployed: the scheduler lists the accounts, the
 * report reads a result of each, four rows of keys in it, while each call to the event bus takes 25 ms. No worker runs
 * in between: the results are made up.
 */
export async function measureReport(synthesized: Synthesized, accounts: number): Promise<Measured> {
  const bench = await startBenchCloud(synthesized, {
    members: accounts,
    inProcess: false,
    withRoles: false,
    // Only counts and memory are measured: the time on a busy machine says nothing about Lambda.
    timeoutSeconds: 4 * 3600,
    props: { interceptors: [latency({ events: 25 })], clock: { now: () => new Date() } },
  });
  try {
    const { cloud, hub } = bench;
    const bucket = hub.outputs.BucketName ?? "";
    const execution = { name: "report", startTime: new Date().toISOString() };
    const list = parse(
      accountListSchema,
      await invoke(bench, names.schedulerFunction, { execution, input: {} }),
      "list",
    );
    for (const id of bench.memberIds) putResult(bench, list, id, synthesized);
    const planned = parse(planOutputSchema, await invoke(bench, names.planFunction, list), "plan");
    const { totals } = parse(
      runSummarySchema,
      await invoke(bench, names.reportFunction, planned),
      "run summary",
    );
    const { day, id } = list.run;
    const page = cloud.buckets.get(bucket, reportKey(day, id, "html"))?.body.length ?? Number.NaN;
    const digests = cloud.mail.outbox().length;
    return {
      head: ["accounts", "rows", "digests", "events", "page MiB", "scheduler MB", "report MB"],
      rows: [
        [
          short(accounts),
          short(accounts * rowsEach),
          short(digests),
          short(cloud.events.length),
          short(page / mib),
          short(cloud.functions.peakMemoryMb(names.schedulerFunction)),
          short(cloud.functions.peakMemoryMb(names.reportFunction)),
        ],
      ],
      claims: [
        atMost("report: accounts without a result", totals.accounts.unreachable, 2),
        { claim: "report: the digest is sent once", found: short(digests), holds: digests === 1 },
        atMost("report: page, MiB", page / mib, 10),
        memoryClaim(bench, names.schedulerFunction),
        memoryClaim(bench, names.reportFunction),
      ],
    };
  } finally {
    await bench.cloud.close();
  }
}

function memoryClaim({ cloud, hub }: BenchCloud, name: string): Claim {
  const memoryMb = hub.functions.find((spec) => spec.name === name)?.memoryMb ?? 0;
  return atMost(`${name}: peak memory, MB`, cloud.functions.peakMemoryMb(name), memoryMb);
}

/** @throws {Error} if the function fails */
async function invoke({ cloud, hub }: BenchCloud, name: string, event: object): Promise<unknown> {
  const lambda = new LambdaClient({
    ...operatorConfig(cloud, hub.accountId, hub.region),
    requestHandler: { requestTimeout: 0 },
  });
  try {
    const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) });
    const { FunctionError, Payload } = await lambda.send(command);
    const text = Payload?.transformToString() ?? "null";
    if (FunctionError !== undefined) throw new Error(`${name} failed: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  } finally {
    lambda.destroy();
  }
}

function putResult(
  { cloud }: BenchCloud,
  { run, workList }: AccountList,
  id: string,
  { settings }: Synthesized,
) {
  const result = madeUpResult(id, run, settings.policy);
  cloud.buckets.put(workList.bucket, accountResultKey(run.day, run.id, id), JSON.stringify(result));
}
