import { GetAccountSettingsCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountId, functionArn, region, serviceRole } from "./functions-fixture.ts";
import { everything, LambdaCloud } from "./lambda-cloud.ts";

const cloud = new LambdaCloud();

beforeAll(async () => {
  await cloud.start();
  await cloud.createFunction("worker", everything, { environment: { BUCKET_NAME: "runs" } });
  await cloud.createFunction("hasty", everything, { timeoutSeconds: 0.3 });
});
afterAll(() => cloud.close());

test("a function is also found by its ARN, and has no other version", async () => {
  const { answer } = await cloud.invoke(functionArn("worker"), {});
  expect(answer).toMatchObject({ event: {} });
  await expect(cloud.invoke("worker:live", {})).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test.each([
  [{ FunctionName: "nobody" }, "ResourceNotFoundException", 404],
  [{ FunctionName: "worker", InvocationType: "Event" }, "InvalidParameterValueException", 400],
  [{ FunctionName: "worker", LogType: "Tail" }, "InvalidParameterValueException", 400],
  [{ FunctionName: "worker", ClientContext: "e30=" }, "InvalidParameterValueException", 400],
  [{ FunctionName: "worker", Payload: "{" }, "InvalidRequestContentException", 400],
  [{ FunctionName: "worker", Payload: "9".repeat(6 * 1024 * 1024 + 1) }, "RequestTooLargeException", 413],
] as const)("%o is refused with %s", async (input, name, httpStatusCode) => {
  await expect(cloud.client().send(new InvokeCommand(input))).rejects.toMatchObject({
    name,
    message: expect.stringMatching(/\w/),
    $metadata: { httpStatusCode },
  });
});

test("an invocation needs lambda:InvokeFunction on that function, in its own account", async () => {
  const caller = serviceRole("caller", "states.amazonaws.com", [
    { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn("worker") },
  ]);
  cloud.identities.addRole(caller);
  const session = cloud.client(cloud.identities.issueSession(caller, "test", 900));
  const worker = await session.send(new InvokeCommand({ FunctionName: "worker" }));
  expect(worker.FunctionError).toBeUndefined();
  await expect(session.send(new InvokeCommand({ FunctionName: "hasty" }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  const stranger = cloud.client(cloud.identities.addOperator("444455556666"));
  await expect(
    stranger.send(new InvokeCommand({ FunctionName: functionArn("worker") })),
  ).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("a function needs a role that trusts Lambda, and may not set Lambda's own variables", async () => {
  const untrusting = serviceRole("untrusting", "states.amazonaws.com");
  cloud.identities.addRole(untrusting);
  const spec = await cloud.bundles.spec("refused", everything);
  const create = (overrides: object) => () =>
    cloud.functions.createFunction({ ...spec, ...overrides }, accountId, region);
  expect(create({ roleArn: untrusting.arn })).toThrow("cannot be assumed by Lambda");
  expect(create({ roleArn: `${untrusting.arn}-missing` })).toThrow("cannot be assumed by Lambda");
  expect(create({ environment: { AWS_REGION: "us-east-1" } })).toThrow("reserved keys");
  expect(create({ environment: { LONG: "x".repeat(5000) } })).toThrow("4KB limit");
});

test("an account has the default quota of concurrent executions", async () => {
  const { AccountLimit } = await cloud.client().send(new GetAccountSettingsCommand({}));

  expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(1_000);
});
