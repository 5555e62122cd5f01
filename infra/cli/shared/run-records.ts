import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionListItem,
  paginateListExecutions,
  StateMachineDoesNotExist,
} from "@aws-sdk/client-sfn";
import { pMapIterable } from "p-map";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { type RunInput, runInputSchema } from "../../../statemachine/run.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";

/** One execution of the state machine, which Step Functions keeps for 90 days. */
export interface RunRecord {
  readonly name: string;
  readonly executionArn: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt?: Date | undefined;
  /** Absent if it was started with something other than a run's input. */
  readonly input?: RunInput | undefined;
  readonly inputText: string;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** The errors with which the state machine ends after it wrote its report (daily.asl.json). */
export const coverageIncomplete = "CoverageIncomplete";
export const deactivationsIncomplete = "DeactivationsIncomplete";

/** The runs, the newest first, as many as the caller takes. */
export async function* runRecords({ sfn, stateMachineArn }: Connection): AsyncGenerator<RunRecord> {
  const pages = paginateListExecutions({ client: sfn, pageSize: 20 }, { stateMachineArn });
  async function* listed(): AsyncGenerator<ExecutionListItem> {
    for await (const { executions = [] } of pages) yield* executions;
  }
  try {
    // DescribeExecution is throttled at 15 a second (Step Functions developer guide, Quotas).
    yield* pMapIterable(listed(), ({ executionArn = "" }) => describeRun(sfn, executionArn), {
      concurrency: 5,
    });
  } catch (cause) {
    if (!(cause instanceof StateMachineDoesNotExist)) throw cause;
    throw notDeployed(stateMachineArn, cause);
  }
}

/**
 * The run with a name.
 * @throws {CommandError} if there is none
 */
export async function findRun({ sfn, stateMachineArn }: Connection, name: string): Promise<RunRecord> {
  const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  try {
    return await describeRun(sfn, executionArn);
  } catch (cause) {
    if (!(cause instanceof ExecutionDoesNotExist)) throw cause;
    throw new CommandError(
      exitCodes.badInput,
      `There is no run ${name}. Step Functions keeps runs for 90 days.\nList the latest runs with their names: curfew status --json`,
      { cause },
    );
  }
}

async function describeRun(sfn: Connection["sfn"], executionArn: string): Promise<RunRecord> {
  const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const inputText = found.input ?? "{}";
  return {
    name: found.name ?? "",
    executionArn,
    status: found.status ?? "UNKNOWN",
    startedAt: found.startDate ?? new Date(0),
    endedAt: found.stopDate,
    input: readInput(inputText),
    inputText,
    output: found.output,
    error: found.error,
    cause: found.cause,
  };
}

/** The error where no Curfew is deployed. */
export function notDeployed(stateMachineArn: string, cause: unknown): CommandError {
  const [, , , region, accountId, , name] = stateMachineArn.split(":");
  return new CommandError(
    exitCodes.noAccess,
    `No Curfew is deployed in account ${accountId}, Region ${region}: there is no state machine ${name}.\nPass the hub's Region with --region, or its credentials with --profile.`,
    { cause },
  );
}

/** The day by which a run evaluates: `asOf`, or the day of its start (`runSchema`). */
export function dayOfRun({ input, startedAt }: Pick<RunRecord, "input" | "startedAt">): string {
  return input?.asOf ?? dayOf(startedAt);
}

/** Whether a run covered the whole Organization as of its own day. */
export function isFullRun({ input }: Pick<RunRecord, "input">): boolean {
  return input !== undefined && input.accountIds === undefined && input.asOf === undefined;
}

/** Whether an execution wrote its report; it does so also where accounts are unreachable. */
export function hasReport({ status, error }: Pick<RunRecord, "status" | "error">): boolean {
  const isReported = error === coverageIncomplete || error === deactivationsIncomplete;
  return status === "SUCCEEDED" || (status === "FAILED" && isReported);
}

function readInput(text: string): RunInput | undefined {
  try {
    const parsed = runInputSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
