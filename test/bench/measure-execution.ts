import { paginateGetExecutionHistory, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { parse } from "../../functions/runtime/parse.ts";
import { followExecution } from "../../infra/cli/shared/follow-execution.ts";
import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { type RunSummary, runSummarySchema } from "../../statemachine/run-summary.ts";
import type { BenchCloud } from "./bench-cloud.ts";

/** What one execution of the daily state machine did. */
export interface Execution {
  readonly summary: RunSummary;
  /** Every call of Curfew's roles. */
  readonly calls: readonly CallRecord[];
  /** States that the execution itself entered, without its children. */
  readonly transitions: number;
  readonly mails: number;
}

/**
 * Runs the daily state machine over the whole Organization.
 * @throws {Error} if the execution does not succeed, because its figures would be meaningless
 */
export async function measureExecution({ cloud, hub }: BenchCloud, name: string): Promise<Execution> {
  const sfn = new SFNClient(operatorConfig(cloud, hub.accountId, hub.region));
  cloud.calls.clear();
  const mailsBefore = cloud.mail.outbox().length;
  try {
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: hub.outputs.StateMachineArn, name, input: "{}" }),
    );
    const { status, error, cause, output } = await followExecution({
      sfn,
      executionArn,
      pollMilliseconds: 250,
      onProgress: () => undefined,
    });
    if (status !== "SUCCEEDED") throw new Error(`${name} ended as ${status}: ${error ?? ""} ${cause ?? ""}`);
    await cloud.settled();
    let transitions = 0;
    for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn }))
      transitions += events.filter(({ type = "" }) => type.endsWith("StateEntered")).length;
    return {
      summary: parse(runSummarySchema, JSON.parse(output ?? "null"), "run summary"),
      calls: cloud.calls.all().filter(({ principalArn }) => principalArn.includes(":assumed-role/")),
      transitions,
      mails: cloud.mail.outbox().length - mailsBefore,
    };
  } finally {
    sfn.destroy();
  }
}

/** How many of the calls went to some services. */
export function callsTo(calls: readonly CallRecord[], ...services: readonly string[]): number {
  return calls.filter(({ service }) => services.includes(service)).length;
}
