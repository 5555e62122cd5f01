import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { accountResultKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { accountResultSchema } from "../../statemachine/account-result.ts";
import { userNameOf } from "../budgets/account-population.ts";
import { type Synthesized, startBenchCloud } from "./bench-cloud.ts";
import { invokeWorker } from "./invoke-worker.ts";
import { millisecondsPerCall } from "./measure-account.ts";
import type { PacedFigures } from "./results.ts";

/** The first run over an account whose IAM takes no more than so many calls a second, with a burst as large. */
export async function measurePace(
  synthesized: Synthesized,
  users: number,
  callsPerSecond: number,
): Promise<PacedFigures> {
  const bench = await startBenchCloud(synthesized, 1, {
    interceptors: [latency({ iam: millisecondsPerCall, sts: millisecondsPerCall })],
  });
  const { cloud, hub, clock, memberIds } = bench;
  try {
    const [accountId = ""] = memberIds;
    const iam = cloud.iam.of(accountId);
    for (let index = 0; index < users; index += 1) {
      iam.createUser({ userName: userNameOf(index) });
      iam.putAccessKey({ userName: userNameOf(index) });
    }
    cloud.throttle.setLimit({ service: "iam", accountId }, { rate: callsPerSecond, burst: callsPerSecond });
    const seconds = await clock.during(1, () => invokeWorker(bench, accountId));
    const day = addDays(dayOf(clock.now()), 1);
    const key = accountResultKey(day, `bench-${day}`, accountId);
    const saved = cloud.buckets.get(hub.outputs.BucketName ?? "", key)?.body.toString() ?? "null";
    const result = parse(accountResultSchema, JSON.parse(saved), "account result");
    const calls = cloud.calls.count({ service: "iam" });
    const throttled = cloud.calls.count({ service: "iam", errorCode: "Throttling" });
    return { users, callsPerSecond, seconds, calls, throttled, outcome: result.outcome };
  } finally {
    await cloud.close();
  }
}
