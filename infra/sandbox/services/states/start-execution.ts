import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { dataLimitBytes } from "./data-limit.ts";
import { executionArn } from "./deployed-machine.ts";
import { foundMachine } from "./found.ts";
import { parseJsonValue } from "./json.ts";
import { type Api, type Operation, operation, seconds } from "./operation.ts";

const inputSchema = z
  .string()
  .check(
    z.refine(
      (text) => Buffer.byteLength(text) <= dataLimitBytes,
      `Member must have length less than or equal to ${dataLimitBytes}`,
    ),
  );

/**
 * StartExecution of a standard workflow: starting again what still runs, with the same name and input, is
 * the same execution; a name that was used otherwise is taken (Step Functions API reference).
 */
export function startExecutionOperation({ machines }: Api): Operation {
  return operation(
    z.strictObject({
      stateMachineArn: z.string(),
      name: z.optional(z.string()),
      input: z.optional(inputSchema),
    }),
    ({ stateMachineArn }) => stateMachineArn,
    ({ stateMachineArn, name, input = "{}" }, caller) => {
      const machine = foundMachine(machines, stateMachineArn, caller);
      if (name !== undefined) checkName(name);
      checkInput(input);
      const same = name === undefined ? undefined : machines.execution(executionArn(machine, name));
      if (same !== undefined && (same.status !== "RUNNING" || same.start.input !== input))
        throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${same.start.arn}'`);
      const { start } = same ?? machines.start(machine, name, input);
      return { executionArn: start.arn, startDate: seconds(start.startDate) };
    },
  );
}

function checkName(name: string): void {
  if (!/^[0-9A-Za-z_-]{1,80}$/.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

function checkInput(input: string): void {
  try {
    parseJsonValue(input);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Invalid State Machine Execution Input: '${reason}'`;
    throw new AwsError("InvalidExecutionInput", message, 400, { cause });
  }
}
