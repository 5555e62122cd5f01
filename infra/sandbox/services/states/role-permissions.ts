import { AwsError } from "../../cloud/aws-error.ts";
import { childArn, type DeployedMachine, executionArn } from "./deployed-machine.ts";
import { StateError } from "./state-error.ts";

/** What the delivery of logs needs (Step Functions developer guide, "Using CloudWatch Logs to log execution history"). */
const logActions = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

/** What traces need (Step Functions developer guide, "AWS X-Ray and Step Functions"). */
const traceActions = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

/**
 * Checks what a role must allow before a state machine can be created. AWS refuses a machine whose log it
 * cannot write, and drops traces in silence; here both stop the deployment.
 * @throws {AwsError} AccessDeniedException
 */
export function checkOperations({ spec, roleMay }: Pick<DeployedMachine, "spec" | "roleMay">): void {
  const needed = [...(spec.logs === true ? logActions : []), ...(spec.traces === true ? traceActions : [])];
  const missing = needed.filter((action) => !roleMay(action, "*"));
  if (missing.length > 0)
    throw new AwsError(
      "AccessDeniedException",
      `The state machine IAM Role is not authorized to access the Log Destination or X-Ray: ${missing.join(", ")}`,
    );
}

/**
 * Checks what a Distributed Map does with its children in the name of the role (Step Functions developer
 * guide, "IAM policies for using Distributed Map state").
 * @param child name of a child execution
 * @throws {StateError} AccessDeniedException
 */
export function checkMap(machine: DeployedMachine, child: string): void {
  check(machine, "states:StartExecution", machine.spec.arn);
  for (const action of ["states:DescribeExecution", "states:StopExecution"])
    check(machine, action, executionArn(machine, child));
}

/**
 * Checks what continuing a Map Run needs: `execution:MACHINE/LABEL:*`.
 * @throws {StateError} AccessDeniedException
 */
export function checkMapRedrive(machine: DeployedMachine, label: string, child: string): void {
  check(machine, "states:RedriveExecution", childArn(machine, label, child));
}

function check({ spec, roleMay }: DeployedMachine, action: string, resource: string): void {
  if (roleMay(action, resource)) return;
  throw new StateError(
    "AccessDeniedException",
    `User: ${spec.roleArn} is not authorized to perform: ${action} on resource: ${resource}`,
  );
}
