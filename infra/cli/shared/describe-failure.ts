import { CommanderError } from "commander";
import { describeError } from "../../../functions/runtime/log.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { CommandError } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** What a person is told of an error, and what a script reads of it. */
export interface Failure {
  readonly message: string;
  readonly exitCode: ExitCode;
}

const lostConnections = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/** AWS says it in as many ways as it has protocols (each service's "Common Errors"). */
const unknownCredentials = new Set([
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "UnrecognizedClient",
  "SignatureDoesNotMatch",
  "InvalidSignature",
  "IncompleteSignature",
  "MissingAuthenticationToken",
]);
const expiredCredentials = new Set(["ExpiredToken", "RequestExpired", "TokenRefreshRequired"]);
const noCredentials = new Set(["CredentialsProviderError", "TokenProviderError"]);
const denials = new Set(["AccessDenied", "AuthorizationError", "UnauthorizedOperation", "Forbidden"]);

/**
 * Puts any error into words and an exit code.
 * @param endpointUrl AWS_ENDPOINT_URL, where it is set: then it is not AWS that does not answer
 */
export function describeFailure(error: unknown, endpointUrl?: string): Failure {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof InvalidInput) return { message: error.message, exitCode: exitCodes.badInput };
  if (error instanceof CommanderError) {
    const message =
      error.code === "commander.help" ? "which command?" : error.message.replace(/^error: /, "");
    return { message, exitCode: exitCodes.badInput };
  }
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed };
  const code = error.name.replace(/Exception$/, "");
  const access = (message: string): Failure => ({ message, exitCode: exitCodes.noAccess });
  if (noCredentials.has(code))
    return access(
      `No usable AWS credentials: ${oneLine(error.message)}\nLog in, or name a profile with --profile.`,
    );
  if (expiredCredentials.has(code))
    return access(`The AWS credentials have expired: ${oneLine(error.message)}\nLog in again.`);
  if (unknownCredentials.has(code))
    return access(
      `AWS does not accept these credentials (${code}): ${oneLine(error.message)}\nName another profile with --profile.`,
    );
  if (isUnreachable(error)) return access(unreachable(error, endpointUrl));
  if (denials.has(code)) return access(`AWS refused a call: ${oneLine(error.message)}`);
  if ("$metadata" in error) return access(`AWS answered with an error: ${oneLine(describeError(error))}`);
  return { message: describeError(error), exitCode: exitCodes.failed };
}

function isUnreachable(error: Error): boolean {
  if (error.name === "TimeoutError") return true;
  if ("code" in error && typeof error.code === "string" && lostConnections.has(error.code)) return true;
  // Node tries every address of a host and reports them together.
  if (error instanceof AggregateError)
    return error.errors.some((one: unknown) => one instanceof Error && isUnreachable(one));
  return error.cause instanceof Error && isUnreachable(error.cause);
}

function unreachable(error: Error, endpointUrl: string | undefined): string {
  const reason = oneLine(error.message || error.name);
  return endpointUrl === undefined
    ? `AWS cannot be reached: ${reason}`
    : `${endpointUrl} (AWS_ENDPOINT_URL) cannot be reached: ${reason}\nIs \`curfew sandbox\` still running there?`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
