import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import type { Service, ServiceRequest } from "../../cloud/service.ts";
import { restError, restResponse } from "../ses/rest-json.ts";
import type { DeployedSchedule, Schedules } from "./schedules.ts";

/** Curfew's schedule is in the group that every account has. */
const group = "default";

/** EventBridge Scheduler, read only: GetSchedule of what a stack deployed. */
export function schedulerService(schedules: Schedules): Service {
  return {
    name: "scheduler",
    operation(request) {
      scheduleName(request);
      return "GetSchedule";
    },
    authorizations(request) {
      return [{ action: "scheduler:GetSchedule", resource: arnOf(scheduleName(request), request) }];
    },
    async handle(request) {
      const name = scheduleName(request);
      const found = schedules.schedule(name, request.principal.accountId, request.region);
      if (found === undefined)
        throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
      return restResponse(described(found, arnOf(name, request)), request);
    },
    error: restError,
  };
}

/**
 * EventBridge Scheduler API reference, GetSchedule: `GET /schedules/Name?groupName=GroupName`.
 * @throws {AwsError} for any other operation, parameter or group
 */
function scheduleName({ method, path, query }: ServiceRequest): string {
  const [, encoded] = /^\/schedules\/([^/]+)$/.exec(path) ?? [];
  if (method !== "GET" || encoded === undefined)
    throw new AwsError(
      "UnknownOperationException",
      `The embedded cloud's Scheduler has no ${method} ${path}`,
      404,
    );
  for (const name of query.keys())
    if (name !== "groupName")
      throw new AwsError("ValidationException", `The embedded cloud does not support ${name} in GetSchedule`);
  const groupName = query.get("groupName") ?? group;
  if (groupName !== group)
    throw new AwsError("ResourceNotFoundException", `Schedule group ${groupName} does not exist.`, 404);
  const name = decodeURIComponent(encoded);
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(name))
    throw new AwsError("ValidationException", `1 validation error detected: ${name} is no schedule name`);
  return name;
}

/** Without the window and the retries, because a deployment here does not keep them. */
function described({ spec, createdAt }: DeployedSchedule, arn: string): object {
  const created = createdAt.getTime() / 1000;
  return {
    ActionAfterCompletion: "NONE",
    Arn: arn,
    CreationDate: created,
    GroupName: group,
    LastModificationDate: created,
    Name: spec.name,
    ScheduleExpression: spec.expression,
    ScheduleExpressionTimezone: spec.timeZone,
    State: spec.enabled ? "ENABLED" : "DISABLED",
    Target: { Arn: spec.targetArn, Input: spec.input, RoleArn: spec.roleArn },
  };
}

/** Service authorization reference, "Actions, resources, and condition keys for Amazon EventBridge Scheduler". */
function arnOf(name: string, { principal, region }: ServiceRequest): string {
  return `arn:${partitionOf(region)}:scheduler:${region}:${principal.accountId}:schedule/${group}/${name}`;
}
