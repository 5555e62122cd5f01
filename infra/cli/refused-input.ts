/**
 * What the scheduler said about an input that it refused, out of the error that Lambda reports as the cause of
 * the failed execution; `undefined` where the execution failed for another reason.
 */
export function refusedInput(cause: string | undefined): string | undefined {
  const [, message] = /"errorType":"InvalidInput","errorMessage":"((?:[^"\\]|\\.)*)"/.exec(cause ?? "") ?? [];
  return message === undefined ? undefined : String(JSON.parse(`"${message}"`));
}
