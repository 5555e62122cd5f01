import { InvokeCommand, LambdaServiceException } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import { withinDataLimit } from "./data-limit.ts";
import { type JsonValue, parseJsonValue } from "./json.ts";
import type { RoleClients } from "./role-clients.ts";
import { StateError } from "./state-error.ts";

const resource = "The state/task 'arn:aws:states:::lambda:invoke'";

const parametersSchema = z.strictObject({ FunctionName: z.string(), Payload: z.optional(z.json()) });
const functionErrorSchema = z.object({ errorType: z.string() });

/**
 * Does what a Task with `lambda:invoke` does: invokes the function under the state machine's role, and
 * gives the result the shape it has on AWS (Step Functions developer guide, "Invoke an AWS Lambda function").
 * @throws {StateError} by the name that Retry and Catch know
 */
export async function invokeFunction(
  clients: RoleClients,
  parameters: JsonValue,
  signal: AbortSignal,
): Promise<JsonValue> {
  // The engine retries a stopped execution once more; it must not reach the function.
  signal.throwIfAborted();
  const { FunctionName, Payload } = parse(parametersSchema, parameters, "parameters of lambda:invoke");
  withinDataLimit(Payload ?? null, resource);
  const command = new InvokeCommand({
    FunctionName,
    ...(Payload === undefined ? {} : { Payload: JSON.stringify(Payload) }),
  });
  const output = await clients
    .lambda()
    .send(command, { abortSignal: signal })
    .catch((error: unknown) => {
      throw stateErrorOf(error);
    });
  const text = output.Payload?.transformToString() ?? "null";
  if (output.FunctionError !== undefined) throw functionError(text);
  const { httpStatusCode = null, requestId = null } = output.$metadata;
  return withinDataLimit(
    {
      ExecutedVersion: output.ExecutedVersion ?? null,
      Payload: parseJsonValue(text),
      SdkHttpMetadata: { HttpStatusCode: httpStatusCode },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: output.StatusCode ?? null,
    },
    resource,
  );
}

/** A failure of the function keeps its own name, `Interrupted` or `Sandbox.Timedout`; its cause is the payload. */
function functionError(payload: string): StateError {
  const { success, data } = functionErrorSchema.safeParse(parseJsonValue(payload));
  return new StateError(success ? data.errorType : "Lambda.Unknown", payload);
}

/**
 * A failure of the call, by the names that the developer guide lists under "Lambda service exceptions".
 * Errors that the API does not model, a refused permission among them, are all `Lambda.AWSLambdaException`.
 */
function stateErrorOf(error: unknown): StateError {
  if (!(error instanceof Error)) return new StateError("Lambda.Unknown", String(error));
  // These calls have no timeout of their own, so what is no answer is a lost connection.
  if (!(error instanceof LambdaServiceException))
    return new StateError("Lambda.SdkClientException", `Unable to execute HTTP request: ${error.message}`);
  const { httpStatusCode, requestId } = error.$metadata;
  const isModelled = error.constructor !== LambdaServiceException;
  return new StateError(
    isModelled ? `Lambda.${error.name}` : "Lambda.AWSLambdaException",
    `${error.message} (Service: AWSLambda; Status Code: ${httpStatusCode}; Error Code: ${error.name}; Request ID: ${requestId})`,
  );
}
