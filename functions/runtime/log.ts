import { maskedKeyId } from "../domain/access-key.ts";

/** Fields of a log line. The caller masks key IDs and omits tags. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Writes a line to standard output unchanged. `console.log` would not: if a function logs in JSON, Lambda
 * wraps the line in its own JSON object with the level INFO, and CloudWatch Logs then neither sees
 * the level nor finds metrics in it (Lambda developer guide, Log-level filtering; aws-embedded-metrics-node
 * pull request 158).
 */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes one JSON line for CloudWatch Logs; an error keeps its name, message and causes. */
export function log(
  level: "info" | "warn" | "error",
  message: string,
  fields: LogFields = {},
  error?: unknown,
): void {
  const cause = error === undefined ? {} : { error: describeError(error) };
  writeLine(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields, ...cause }));
}

/**
 * An error and its causes in one line: `Interrupted: ListUsers failed <- ThrottlingException: Rate exceeded`.
 * IAM's messages contain full access key IDs; they are masked here as everywhere else.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return maskedKeyIds(String(error));
  const own = maskedKeyIds(`${error.name}: ${error.message}`);
  return error.cause === undefined ? own : `${own} <- ${describeError(error.cause)}`;
}

/** Ids of access keys begin with AKIA, temporary ones with ASIA (IAM user guide, "Unique identifiers"). */
function maskedKeyIds(text: string): string {
  return text.replace(/\bA[KS]IA[A-Z0-9]{12,124}\b/g, maskedKeyId);
}
