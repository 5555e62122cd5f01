import { paginateGetExecutionHistory, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { dayOf } from "../../functions/domain/calendar-day.ts";
import { runPrefix } from "../../functions/domain/run-files.ts";
import { followExecution } from "../../infra/cli/shared/follow-execution.ts";
import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import type { BenchCloud } from "./bench-cloud.ts";
import type { ExecutionFigures } from "./results.ts";
import type { RunMeter } from "./run-meter.ts";

/**
 * Runs the state machine over the whole Organization, so many days after day 0, and counts what it used.
 * @throws {Error} where the execution does not succeed: its figures would be of something else
 */
export async function measureExecution(
  bench: BenchCloud,
  meter: RunMeter,
  dayOffset: number,
): Promise<ExecutionFigures> {
  const { cloud, hub, clock, memberIds } = bench;
  const sfn = new SFNClient(operatorConfig(cloud, hub.accountId, hub.region));
  const name = `bench-day-${dayOffset}`;
  const before = { mails: cloud.mail.outbox().length, events: cloud.events.length };
  cloud.calls.clear();
  meter.clear();
  const startedAt = performance.now();
  const { day, executionArn } = await clock.during(dayOffset, async () => {
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: hub.outputs.StateMachineArn, name, input: "{}" }),
    );
    const { status, error, cause } = await followExecution({
      sfn,
      executionArn,
      pollMilliseconds: 250,
      onProgress: () => undefined,
    });
    if (status !== "SUCCEEDED") throw new Error(`${name} ended as ${status}: ${error ?? ""} ${cause ?? ""}`);
    return { day: dayOf(clock.now()), executionArn };
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const calls = cloud.calls.all().filter(({ principalArn }) => principalArn.includes(":assumed-role/"));
  const named = (service: string, ...operations: string[]) => countOf(calls, service, operations);
  const ownTransitions = await transitionsOf(sfn, executionArn);
  sfn.destroy();
  const invocations = hub.functions.map((spec) => ({ spec, ...meter.invocationsOf(spec.name) }));
  const ledger = await ledgerUnits(bench);
  const accounts = memberIds.length + 2;
  return {
    seconds,
    usage: {
      accounts,
      // A task is entered once for each attempt, and each attempt is an invocation; nobody was unreached.
      transitions: ownTransitions + sum(invocations.map(({ count }) => count)),
      childExecutions: accounts,
      invocations: sum(invocations.map(({ count }) => count)),
      gbSeconds: sum(invocations.map(({ spec, seconds: ran }) => (ran * spec.memoryMb) / 1024)),
      writeUnits: named("dynamodb", "UpdateItem") * ledger.largestItemUnits,
      readUnits: ledger.readUnits,
      s3Puts: named("s3", "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"),
      s3Gets: named("s3", "GetObject", "HeadObject"),
      mails: cloud.mail.outbox().length - before.mails,
      events: cloud.events.length - before.events,
      logBytes: meter.logBytes,
      runBytes: bytesBelow(bench, runPrefix(day, name)),
      accountCalls: named("sts") + named("iam"),
      calls: calls.length,
    },
  };
}

/** Without operations all of a service are meant. */
function countOf(calls: readonly CallRecord[], service: string, operations: readonly string[]): number {
  return calls.filter(
    (call) => call.service === service && (operations.length === 0 || operations.includes(call.operation)),
  ).length;
}

/** The states that the execution itself entered, without its tasks, which are counted by invocation. */
async function transitionsOf(client: SFNClient, executionArn: string): Promise<number> {
  let entered = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
    for (const { type = "" } of events)
      if (type.endsWith("StateEntered") && type !== "TaskStateEntered") entered += 1;
  return entered;
}

/** A write costs a unit for each KiB of the item, a strongly consistent query one for each 4 KiB of its answer. */
async function ledgerUnits({ cloud, hub }: BenchCloud) {
  const items = await cloud.tables.items(hub.outputs.LedgerTableName ?? "", hub.accountId, hub.region);
  const sizes = items.map((item) => ({
    accountId: String(item.accountId),
    bytes: Buffer.byteLength(JSON.stringify(item)),
  }));
  const byAccount = new Map<string, number>();
  for (const { accountId, bytes } of sizes) byAccount.set(accountId, (byAccount.get(accountId) ?? 0) + bytes);
  const queries = cloud.calls.count({ service: "dynamodb", operation: "Query" });
  const pastOne = [...byAccount.values()].map((bytes) => Math.ceil(bytes / 4096) - 1);
  return {
    largestItemUnits: Math.max(1, ...sizes.map(({ bytes }) => Math.ceil(bytes / 1024))),
    readUnits: queries + sum(pastOne),
  };
}

function bytesBelow({ cloud, hub }: BenchCloud, prefix: string): number {
  const bucket = hub.outputs.BucketName ?? "";
  return sum(
    cloud.buckets.keys(bucket, prefix).map((key) => cloud.buckets.get(bucket, key)?.body.length ?? 0),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
