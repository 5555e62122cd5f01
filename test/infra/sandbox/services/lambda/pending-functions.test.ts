import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LambdaCloud } from "./lambda-cloud.ts";

const cloud = new LambdaCloud();

beforeAll(async () => {
  await cloud.start();
  await cloud.createFunction("idle");
});
afterAll(() => cloud.close());

const invoke = () => cloud.client().send(new InvokeCommand({ FunctionName: "idle", Payload: "{}" }));

test.each([
  ["CodeArtifactUserPendingException", 409],
  ["ResourceNotReadyException", 502],
  ["ResourceConflictException", 409],
] as const)(
  "a pending function answers %s the given number of times, and then works",
  async (name, httpStatusCode) => {
    cloud.functions.pending.set("idle", name, { calls: 2 });

    await expect(invoke()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(invoke()).rejects.toMatchObject({ name });
    await expect(invoke()).resolves.toMatchObject({ StatusCode: 200 });
  },
);

test("a function may be pending until a time on the cloud's clock", async () => {
  cloud.functions.pending.set("idle", "ResourceNotReadyException", {
    until: new Date(cloud.now.getTime() + 90_000),
  });

  await expect(invoke()).rejects.toMatchObject({ name: "ResourceNotReadyException" });
  cloud.now = new Date(cloud.now.getTime() + 90_000);
  await expect(invoke()).resolves.toMatchObject({ StatusCode: 200 });
});
