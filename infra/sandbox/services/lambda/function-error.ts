/** The result of an invocation. Lambda always answers 200; a header says whether it is an error. */
export interface InvocationResult {
  /** JSON text. */
  readonly payload: string;
  /** `X-Amz-Function-Error: Unhandled`. */
  readonly functionError: boolean;
}

/** The function took longer than its timeout (Lambda developer guide, "Troubleshoot invocation issues"). */
export function timedOut(requestId: string, timeoutSeconds: number): InvocationResult {
  const message = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return functionError("Sandbox.Timedout", `RequestId: ${requestId} Error: ${message}`);
}

/** The process of the function ended before it answered. */
export function exited(requestId: string, code: number | null, signal: string | null): InvocationResult {
  const reason =
    code === null
      ? `Runtime exited with error: signal: ${signal === "SIGKILL" ? "killed" : signal}`
      : code === 0
        ? "Runtime exited without providing a reason"
        : `Runtime exited with error: exit status ${code}`;
  return functionError("Runtime.ExitError", `RequestId: ${requestId} Error: ${reason}`);
}

/** The function answered with more than Lambda passes on. */
export function responseTooLarge(limitBytes: number): InvocationResult {
  const message = `Response payload size exceeded maximum allowed payload size (${limitBytes} bytes).`;
  return functionError("Function.ResponseSizeTooLarge", message);
}

function functionError(errorType: string, errorMessage: string): InvocationResult {
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: true };
}
