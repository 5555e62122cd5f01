import * as z from "zod/mini";

/** What Lambda reports of an error that a function threw (Lambda developer guide, Node.js errors). */
const lambdaError = z.object({ errorType: z.string(), errorMessage: z.string() });

/**
 * The message of a function that rejected its input, read from the error that Lambda reports as the cause of the failed
 * execution; `undefined` if the execution failed for another reason.
 */
export function refusedInput(cause: string | undefined): string | undefined {
  const thrown = lambdaErrorOf(cause);
  return thrown?.errorType === "InvalidInput" ? thrown.errorMessage : undefined;
}

/** Why an execution failed: a function's error without the stack that Lambda appends. */
export function failureText({
  error,
  cause,
}: {
  error?: string | undefined;
  cause?: string | undefined;
}): string {
  const thrown = lambdaErrorOf(cause);
  if (thrown === undefined)
    return [error, cause].filter((part) => part !== undefined && part !== "").join(": ");
  const { errorType, errorMessage } = thrown;
  return errorType === "InvalidInput" ? errorMessage : `${errorType}: ${errorMessage}`;
}

function lambdaErrorOf(cause: string | undefined) {
  if (cause === undefined) return undefined;
  try {
    const found = lambdaError.safeParse(JSON.parse(cause));
    return found.success ? found.data : undefined;
  } catch (error) {
    // The causes that Step Functions writes itself are not JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
