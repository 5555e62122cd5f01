import { ServiceException } from "@smithy/core/client";
import { CommanderError } from "commander";
import { expect, it } from "vitest";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { CommandError } from "../../../infra/cli/shared/command-error.ts";
import { unknownProfile } from "../../../infra/cli/shared/connection.ts";
import { describeFailure } from "../../../infra/cli/shared/describe-failure.ts";
import { WatchFailed } from "../../../infra/cli/shared/watch-execution.ts";

function awsError(name: string, message = "no"): Error {
  return new ServiceException({ name, message, $fault: "client", $metadata: { httpStatusCode: 400 } });
}

const codeOf = (error: unknown) => describeFailure(error).exitCode;

it("exits with 4 if AWS cannot be called", () => {
  const named = (name: string) => Object.assign(new Error("no"), { name });
  const lost = (code: string) => Object.assign(new Error("no"), { code });
  const errors = [
    named("CredentialsProviderError"),
    awsError("ExpiredTokenException"),
    awsError("UnrecognizedClientException"),
    awsError("InvalidClientTokenId"),
    awsError("AccessDeniedException"),
    awsError("AccessDenied"),
    awsError("ThrottlingException"),
    named("TimeoutError"),
    lost("ECONNREFUSED"),
    new AggregateError([lost("ECONNREFUSED")], ""),
    new Error("no", { cause: lost("ENOTFOUND") }),
  ];

  expect(errors.map(codeOf)).toEqual(errors.map(() => 4));
});

it("exits with 2 for wrong input, and with a command's own exit code", () => {
  const unknown = new CommanderError(1, "commander.unknownCommand", "error: unknown command 'x'");

  expect(describeFailure(unknown)).toEqual({ message: "unknown command 'x'", exitCode: 2 });
  expect(codeOf(new InvalidInput("run input", ["asOf: expected a day"]))).toBe(2);
  expect(codeOf(new CommandError(3, "unreachable"))).toBe(3);
});

it("says that an execution goes on if a call failed that only watched it", () => {
  const executionArn = "arn:aws:states:eu-central-1:444455556666:execution:curfew-restore:restore-1";
  const { message, exitCode } = describeFailure(
    new WatchFailed(executionArn, awsError("AccessDeniedException", "not allowed")),
  );

  expect(exitCode).toBe(4);
  expect(message).toContain("Access denied: not allowed");
  expect(message).toContain(`The execution was started and goes on: ${executionArn}`);
});

it("exits with 1 for any other error, and prints its causes", () => {
  const error = new Error("outer", { cause: new TypeError("inner") });

  expect(describeFailure(error)).toEqual({ message: "Error: outer <- TypeError: inner", exitCode: 1 });
});

it("names the endpoint if it is not AWS's own", () => {
  const error = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

  expect(describeFailure(error, "http://127.0.0.1:4000").message).toContain("http://127.0.0.1:4000");
  expect(describeFailure(error).message).toBe("Cannot reach AWS: connect ECONNREFUSED");
});

it("says how to get an MFA code if the profile needs one, and does not ask for a profile", () => {
  const message =
    "Profile admin requires multi-factor authentication, but no MFA code callback was provided.";
  const error = Object.assign(new Error(message), { name: "CredentialsProviderError" });

  const described = describeFailure(error).message;
  expect(described).toContain("aws configure export-credentials --profile admin");
  expect(described).not.toContain("pass --profile");
});

it("names an unknown profile and a similar one, instead of reporting a missing Region", () => {
  expect(unknownProfile("prodd", ["default", "prod"])).toBe(
    "There is no AWS profile prodd in your AWS config or credentials file. Did you mean prod?\nList your profiles: aws configure list-profiles",
  );
});
