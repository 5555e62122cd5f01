import { AwsError } from "../../cloud/aws-error.ts";
import type { FunctionSpec } from "../../cloud/deployment.ts";
import type { Credential } from "../../cloud/identities.ts";

/** Lambda developer guide, "Working with Lambda environment variables", "Reserved environment variables". */
const reserved = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];

/** Lambda developer guide, "Lambda quotas". */
const limitBytes = 4096;

/** @throws {AwsError} if AWS would refuse the variables of a function */
export function checkVariables({ environment }: FunctionSpec): void {
  const taken = Object.keys(environment).filter((name) => reserved.includes(name));
  if (taken.length > 0)
    throw new AwsError(
      "InvalidParameterValueException",
      "Lambda was unable to configure your environment variables because the environment variables you have " +
        "provided contains reserved keys that are currently not supported for modification. Reserved keys " +
        `used in this request: ${taken.join(", ")}`,
    );
  if (Buffer.byteLength(JSON.stringify(environment)) > limitBytes)
    throw new AwsError(
      "InvalidParameterValueException",
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${limitBytes / 1024}KB limit.`,
    );
}

/**
 * All that the process of a function finds in its environment. Of the cloud's own only PATH gets through,
 * and the shared AWS configuration of whoever runs the cloud is not available: a function that works here
 * by a developer's credentials would fail on AWS.
 */
export function functionEnvironment(
  { name, memoryMb, environment }: FunctionSpec,
  region: string,
  { accessKeyId, secretAccessKey, sessionToken = "" }: Credential,
  endpointUrl: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    TZ: ":UTC",
    ...environment,
    AWS_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
