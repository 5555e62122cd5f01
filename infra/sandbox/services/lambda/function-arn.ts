import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest } from "../../cloud/service.ts";

const name = "[A-Za-z0-9_-]{1,64}";
const forms = new RegExp(
  `^(?:(?:arn:(?<partition>[a-z-]+):lambda:(?<region>[a-z0-9-]+):)?(?<account>\\d{12}):function:)?(?<name>${name})(?::(?<qualifier>[A-Za-z0-9_$-]+))?$`,
);

/** Which function a request means, by its unqualified ARN. */
export interface NamedFunction {
  readonly arn: string;
  readonly accountId: string;
  readonly qualifier: string | undefined;
}

/**
 * Reads a FunctionName, which is a name, a partial ARN or an ARN, each with or without a qualifier (Lambda
 * API reference, Invoke); what it leaves out is the caller's own.
 * @throws {AwsError} if it is none of these
 */
export function namedFunction(functionName: string, { principal, region }: ServiceRequest): NamedFunction {
  const parts = forms.exec(functionName)?.groups;
  if (parts?.name === undefined)
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
    );
  const partition = parts.partition ?? principal.arn.split(":")[1];
  const accountId = parts.account ?? principal.accountId;
  const arn = `arn:${partition}:lambda:${parts.region ?? region}:${accountId}:function:${parts.name}`;
  return { arn, accountId, qualifier: parts.qualifier };
}
