import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { dayOf } from "../../functions/domain/calendar-day.ts";
import { names } from "../../infra/cdk/names.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import type { EnforceAccountEvent } from "../../statemachine/contract.ts";
import type { BenchCloud } from "./bench-cloud.ts";

/**
 * Invokes the deployed worker for one account, as the state machine does, on the day that the clock shows.
 * @returns how many seconds it took
 * @throws {Error} where it fails
 */
export async function invokeWorker({ cloud, hub, clock }: BenchCloud, accountId: string): Promise<number> {
  const lambda = new LambdaClient({
    ...operatorConfig(cloud, hub.accountId, hub.region),
    requestHandler: { requestTimeout: 0 },
  });
  const now = clock.now();
  const event: EnforceAccountEvent = {
    run: { id: `bench-${dayOf(now)}`, startedAt: now.toISOString(), day: dayOf(now), mode: "enforce" },
    account: { id: accountId, name: "Account", path: ["r-benc"], joinedOn: "2024-06-08" },
  };
  const startedAt = performance.now();
  try {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: names.workerFunction, Payload: JSON.stringify(event) }),
    );
    if (FunctionError !== undefined) throw new Error(Payload?.transformToString());
    return (performance.now() - startedAt) / 1000;
  } finally {
    lambda.destroy();
  }
}
