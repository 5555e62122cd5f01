import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { accountId, functionArn, region } from "./functions-fixture.ts";
import { everything, LambdaCloud } from "./lambda-cloud.ts";

const cloud = new LambdaCloud();

beforeAll(async () => {
  await cloud.start();
  await cloud.createFunction("worker", everything, { environment: { BUCKET_NAME: "runs" } });
  await cloud.createFunction("hasty", everything, { timeoutSeconds: 0.3 });
  // Long enough to do its work on a busy machine.
  await cloud.createFunction("silent", everything, { timeoutSeconds: 3 });
});
afterEach(() => {
  cloud.fault = undefined;
});
afterAll(() => cloud.close());

test("a handler gets its event and a context, and its result is returned", async () => {
  const { answer, StatusCode, ExecutedVersion } = await cloud.invoke("worker", { account: "ä" });
  expect({ StatusCode, ExecutedVersion }).toEqual({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(answer).toMatchObject({
    event: { account: "ä" },
    context: {
      functionName: "worker",
      functionVersion: "$LATEST",
      invokedFunctionArn: functionArn("worker"),
      memoryLimitInMB: "256",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  });
  const { left } = Reflect.get(Object(answer), "context");
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(10_000);
});

test("a function gets only PATH of the cloud's own environment", async () => {
  const { answer } = await cloud.invoke("worker", { do: "environment" });
  expect(answer).toEqual({
    PATH: process.env.PATH,
    TZ: ":UTC",
    BUCKET_NAME: "runs",
    AWS_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: "worker",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    AWS_SECRET_ACCESS_KEY: expect.any(String),
    AWS_SESSION_TOKEN: expect.any(String),
    AWS_ENDPOINT_URL: cloud.url,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  const keyId: unknown = Reflect.get(Object(answer), "AWS_ACCESS_KEY_ID");
  expect(cloud.identities.credential(String(keyId))?.principal.arn).toBe(
    `arn:aws:sts::${accountId}:assumed-role/function/worker`,
  );
});

test("an error of the handler is returned with its name and trace", async () => {
  const { FunctionError, answer } = await cloud.invoke("worker", { do: "throw" });
  expect(FunctionError).toBe("Unhandled");
  expect(answer).toEqual({
    errorType: "Interrupted",
    errorMessage: "come back later",
    trace: expect.arrayContaining([expect.stringContaining("index.mjs")]),
  });
});

test.each([
  [
    { do: "exit", code: 3 },
    "Runtime.ExitError",
    /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
  ],
  [
    { do: "exit", code: 0 },
    "Runtime.ExitError",
    /^RequestId: \S+ Error: Runtime exited without providing a reason$/,
  ],
  [{ do: "reject" }, "Runtime.UnhandledPromiseRejection", /^Error: nobody waits for me$/],
  [{ do: "crash" }, "RangeError", /^from a timer$/],
])(
  "a function that does %j fails with %s, and the next invocation works again",
  async (event, type, message) => {
    const { FunctionError, answer } = await cloud.invoke("worker", event);
    expect(FunctionError).toBe("Unhandled");
    expect(answer).toMatchObject({ errorType: type, errorMessage: expect.stringMatching(message) });
    expect((await cloud.invoke("worker", {})).FunctionError).toBeUndefined();
  },
);

test("a function that takes too long is stopped with its environment", async () => {
  const before = await cloud.invoke("hasty", {});
  const { FunctionError, answer } = await cloud.invoke("hasty", { do: "hang" });
  expect(FunctionError).toBe("Unhandled");
  expect(answer).toEqual({
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0.30 seconds$/),
  });
  const after = await cloud.invoke("hasty", {});
  expect(Reflect.get(Object(after.answer), "pid")).not.toBe(Reflect.get(Object(before.answer), "pid"));
});

test("environments are reused, and at most the limit runs at a time", async () => {
  cloud.functions.killAll();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => cloud.invoke("worker", { do: "wait", ms: 40 })),
  );
  const pids = answers.map(({ answer }) => Reflect.get(Object(answer), "pid"));
  expect(new Set(pids).size).toBe(2);
  expect(cloud.functions.environments("worker")).toEqual({ all: 2, busy: 0 });
  const next = [
    await cloud.invoke("worker", {}),
    await cloud.invoke("worker", {}),
    await cloud.invoke("worker", {}),
  ];
  expect(new Set(next.map(({ answer }) => Reflect.get(Object(answer), "pid"))).size).toBe(1);
});

test("an environment whose credentials expire soon is not reused", async () => {
  const before = await cloud.invoke("worker", { do: "environment" });
  cloud.now = new Date("2026-11-25T02:00:00Z");
  const after = await cloud.invoke("worker", { do: "environment" });
  expect(Reflect.get(Object(after.answer), "AWS_ACCESS_KEY_ID")).not.toBe(
    Reflect.get(Object(before.answer), "AWS_ACCESS_KEY_ID"),
  );
});

test("a function's output is kept line by line, and is not part of the cloud's own output", async () => {
  await cloud.invoke("worker", { do: "log" });
  expect(cloud.functions.logs("worker").slice(-3).sort()).toEqual(["one", "three", "two"]);
  expect(cloud.shown).toContain("worker: two");
});

test("the peak memory of a function is its own and not that of the cloud", async () => {
  const ballast = Buffer.alloc(200 * 1024 * 1024, 1);
  cloud.functions.killAll();
  await cloud.invoke("worker", {});
  expect(cloud.functions.peakMemoryMb("worker")).toBeGreaterThan(20);
  expect(cloud.functions.peakMemoryMb("worker")).toBeLessThan(ballast.length / 1024 / 1024);
});

test("a killed environment fails the invocation as an exit", async () => {
  cloud.fault = { killAfterMs: 50 };
  const { answer } = await cloud.invoke("worker", { do: "hang" });
  expect(answer).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/signal: killed$/),
  });
});

test("an answer that never comes is a timeout, even if the work is done", async () => {
  cloud.fault = "never";
  const { answer } = await cloud.invoke("silent", { do: "log" });
  expect(answer).toMatchObject({ errorType: "Sandbox.Timedout" });
  expect(cloud.functions.logs("silent")).toContain("three");
});

test("an event that is delivered twice is handled twice, and answered once", async () => {
  cloud.fault = "twice";
  const before = cloud.functions.logs("worker").length;
  expect((await cloud.invoke("worker", { do: "log" })).FunctionError).toBeUndefined();
  expect(cloud.functions.logs("worker").length - before).toBe(6);
});

test("a bundle that cannot be loaded and a missing handler are errors of the function", async () => {
  await cloud.createFunction("broken", `throw new TypeError("no BUCKET_NAME")`);
  await cloud.createFunction("other", `export const main = () => 1;`);
  expect((await cloud.invoke("broken", {})).answer).toMatchObject({
    errorType: "TypeError",
    errorMessage: "no BUCKET_NAME",
  });
  expect((await cloud.invoke("other", {})).answer).toMatchObject({
    errorType: "Runtime.HandlerNotFound",
    errorMessage: "index.handler is undefined or not exported",
  });
});

test("an answer of more than 6 MB is refused", async () => {
  expect((await cloud.invoke("worker", { do: "grow", bytes: 6 * 1024 * 1024 })).answer).toMatchObject({
    errorType: "Function.ResponseSizeTooLarge",
  });
});
