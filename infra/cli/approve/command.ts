import { parse } from "../../../functions/runtime/parse.ts";
import {
  type ApproveInput,
  approvalOutcomeSchema,
  approveInputSchema,
} from "../../../statemachine/approve.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { answerInterrupted, endText, exitCodeOf } from "../shared/execution-end.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import { manualRunName } from "../shared/run-name.ts";
import { dayOfRun, findRun } from "../shared/run-records.ts";
import { type StartedExecution, startExecution } from "../shared/start-execution.ts";
import type { Terminal } from "../shared/terminal.ts";
import { watchExecution } from "../shared/watch-execution.ts";
import { approveAnswer, approvedText } from "./answer.ts";

interface ApproveCommandOptions {
  readonly account?: string[];
  readonly ou?: string[];
  readonly reason: string;
}

const examples = `
Examples:
  $ curfew approve daily-2026-11-29 --reason "reviewed with the teams"
  $ curfew approve daily-2026-11-29 --ou ou-a1b2-12345678 --reason "sandboxes"`;

/** `curfew approve`: approves a plan that awaits approval, through the state machine for approvals. */
export function addApproveCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("approve")
    .description("Approve a plan that awaits approval, or part of it.")
    .argument("<run>", "the name of the run, as curfew plan shows it")
    .requiredOption("--reason <text>", "why; it is kept with the approval")
    .option("--account <id...>", "only the keys of these accounts")
    .option("--ou <id...>", "only the keys of these OUs, with all OUs below them")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<ApproveCommandOptions>(command, async ({ account, ou, reason, ...options }, name = "") => {
    const connection = await connect(options);
    const day = dayOfRun(await findRun(connection, name));
    const input = approveInput({ run: name, day, account, ou, reason, approvedBy: connection.callerArn });
    const machine = connection.approveStateMachineArn;
    const started = await startExecution(connection, machine, manualRunName(new Date(), "approve"), input);
    const end = await watchExecution(connection, started.executionArn, {
      started: () => terminal.say(`Started ${started.name}.`),
      progress: () => undefined,
    });
    return end === "interrupted"
      ? answerInterrupted(started, terminal)
      : printApproval(started, end, terminal);
  });
}

/**
 * The input of an approval, checked by the approve function's own schema.
 * @throws {InvalidInput} with the field, the value and what was expected
 */
export function approveInput({
  account,
  ou,
  ...input
}: {
  readonly run: string;
  readonly day: string;
  readonly account: readonly string[] | undefined;
  readonly ou: readonly string[] | undefined;
  readonly reason: string;
  readonly approvedBy: string;
}): ApproveInput {
  return parse(
    approveInputSchema,
    {
      ...input,
      ...(account === undefined ? {} : { accounts: [...account] }),
      ...(ou === undefined ? {} : { organizationalUnits: [...ou] }),
    },
    "approval",
  );
}

/** Prints the approve function's answer, and returns the exit code. A refusal has its own exit code. */
export function printApproval(started: StartedExecution, end: ExecutionEnd, terminal: Terminal): ExitCode {
  if (end.status !== "SUCCEEDED") {
    terminal.answer(approveAnswer(started, end, undefined));
    terminal.warn(endText(end, terminal));
    return exitCodeOf(end);
  }
  const outcome = parse(approvalOutcomeSchema, JSON.parse(end.output ?? "null"), "the execution's output");
  terminal.answer(approveAnswer(started, end, outcome));
  if (outcome.outcome === "refused") terminal.warn(approvedText(outcome));
  else terminal.say(approvedText(outcome));
  return outcome.outcome === "refused" ? exitCodes.refused : exitCodes.ok;
}
