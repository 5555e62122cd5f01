import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  paginateListExecutions,
  StateMachineDoesNotExist,
} from "@aws-sdk/client-sfn";
import { pMapIterable } from "p-map";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { type RunInput, runInputSchema } from "../../../statemachine/contract.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";

/** One execution of the state machine, as Step Functions remembers it for 90 days. */
export interface RunRecord {
  readonly name: string;
  readonly executionArn: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt?: Date | undefined;
  /** Absent where it was started with something else than a run's input. */
  readonly input?: RunInput | undefined;
  readonly inputText: string;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** The error that the state machine ends with where not every account was reached (daily.asl.json). */
export const coverageIncomplete = "CoverageIncomplete";

/** The runs, the newest first, as many as the caller takes. */
export async function* runRecords({ sfn, stateMachineArn }: Connection): AsyncGenerator<RunRecord> {
  const query = { stateMachineArn };
  const pages = paginateListExecutions({ client: sfn, pageSize: 20 }, query);
  async function* listed(): AsyncGenerator<ExecutionListItem> {
    for await (const { executions = [] } of pages) yield* executions;
  }
  try {
    // DescribeExecution is throttled at 15 a second (Step Functions developer guide, Quotas).
    yield* pMapIterable(listed(), (execution) => described(execution), { concurrency: 5 });
  } catch (cause) {
    if (!(cause instanceof StateMachineDoesNotExist)) throw cause;
    throw notDeployed(stateMachineArn, cause);
  }

  async function described({ executionArn = "" }: ExecutionListItem): Promise<RunRecord> {
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
}

/** What to say where there is no Curfew. */
export function notDeployed(stateMachineArn: string, cause: unknown): CommandError {
  const [, , , region, accountId] = stateMachineArn.split(":");
  return new CommandError(
    exitCodes.noAccess,
    `No Curfew is deployed in account ${accountId}, Region ${region}: there is no state machine curfew.\nName another Region with --region, or the hub's credentials with --profile.`,
    { cause },
  );
}

/** The day a run judges by: the one it was told, or that of its start (runSchema). */
export function dayOfRun({ input, startedAt }: RunRecord): string {
  return input?.asOf ?? dayOf(startedAt);
}

/** Whether a run went over the whole Organization and judged by its own day. */
export function isWhole({ input }: RunRecord): boolean {
  if (input === undefined) return false;
  return input.accountIds === undefined && input.asOf === undefined && input.restore === undefined;
}

/** Whether an execution came to the end that it was made for, be it with accounts out of reach. */
export function cameToItsEnd({ status, error }: Pick<RunRecord, "status" | "error">): boolean {
  return status === "SUCCEEDED" || (status === "FAILED" && error === coverageIncomplete);
}

/** Whether a run came as far as its report. An execution that restores a key writes none. */
export function hasReport(record: RunRecord): boolean {
  return cameToItsEnd(record) && record.input?.restore === undefined;
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
