import { CommanderError } from "commander";
import { describeError } from "../../../functions/runtime/log.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { CommandError } from "./command-error.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { WatchFailed } from "./watch-execution.ts";

/** An error as a person and a script read it. */
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

/** Each AWS protocol has its own names for it (each service's "Common Errors"). */
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
 * Describes any error and chooses an exit code.
 * @param endpointUrl AWS_ENDPOINT_URL, where it is set: then something else than AWS does not answer
 */
export function describeFailure(error: unknown, endpointUrl?: string): Failure {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof InvalidInput) return { message: error.message, exitCode: exitCodes.badInput };
  if (error instanceof CommanderError) {
    const message =
      error.code === "commander.help" ? "no command given" : error.message.replace(/^error: /, "");
    return { message, exitCode: exitCodes.badInput };
  }
  if (error instanceof WatchFailed) {
    const { message, exitCode } = describeFailure(error.cause, endpointUrl);
    const goesOn = `The execution was started and goes on: ${error.executionArn}`;
    return { message: `${message}\n${goesOn}`, exitCode };
  }
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed };
  const code = error.name.replace(/Exception$/, "");
  const access = (message: string): Failure => ({ message, exitCode: exitCodes.noAccess });
  if (noCredentials.has(code)) return access(credentialsProblem(oneLine(error.message)));
  if (expiredCredentials.has(code))
    return access(
      `The AWS credentials have expired: ${oneLine(error.message)}\nLog in again and repeat the command.`,
    );
  if (unknownCredentials.has(code))
    return access(
      `AWS does not accept these credentials (${code}): ${oneLine(error.message)}\nUse other credentials: pass --profile or set AWS_PROFILE.`,
    );
  if (isUnreachable(error)) return access(unreachable(error, endpointUrl));
  if (denials.has(code))
    return access(
      `Access denied: ${oneLine(error.message)}\ndocs/cli.md lists the permissions that each command needs.`,
    );
  if ("$metadata" in error) return access(`AWS returned an error: ${oneLine(describeError(error))}`);
  return { message: describeError(error), exitCode: exitCodes.failed };
}

/** The SDK asks for an MFA code only through a callback; the AWS CLI can ask for one in the terminal. */
function credentialsProblem(message: string): string {
  const [, profile] = /^Profile (\S+) requires multi-factor authentication/.exec(message) ?? [];
  if (profile !== undefined)
    return `Profile ${profile} needs an MFA code, and curfew cannot ask for one.\nLet the AWS CLI ask for it, then repeat the command without --profile:\n  eval "$(aws configure export-credentials --profile ${profile} --format env)"`;
  if (/\bSSO\b|aws sso login|token is expired/i.test(message))
    return `The AWS login has ended: ${message}\nLog in again: aws sso login`;
  return `No usable AWS credentials: ${message}\nLog in, or pass --profile or set AWS_PROFILE.`;
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
    ? `Cannot reach AWS: ${reason}`
    : `Cannot reach ${endpointUrl} (AWS_ENDPOINT_URL): ${reason}\nIs \`curfew sandbox\` still running?`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
