/** Fields of a log line. Key ids are masked and tags left out by whoever writes the line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one JSON line for CloudWatch Logs; an error keeps its name, message and causes. */
export function log(
  level: "info" | "warn" | "error",
  message: string,
  fields: LogFields = {},
  error?: unknown,
): void {
  const line = { level, message, ...fields, ...(error === undefined ? {} : { error: describeError(error) }) };
  console.log(JSON.stringify(line));
}

/** An error and its causes in one line: `Interrupted: ListUsers failed <- ThrottlingException: Rate exceeded`. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own} <- ${describeError(error.cause)}`;
}
