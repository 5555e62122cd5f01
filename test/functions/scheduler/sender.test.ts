import { expect, it } from "vitest";
import { awsError, throttled } from "../worker/around.ts";
import { scheduler } from "./scheduler-fixture.ts";

it("ends the run before anything is written where the sender cannot mail", async () => {
  const { run, bucket, organization } = scheduler(
    [],
    {},
    { senderProblem: async () => "SES has not verified x" },
  );

  await expect(run()).rejects.toMatchObject({ name: "SenderUnusable", message: "SES has not verified x" });
  expect(bucket.objects.size).toBe(0);
  expect(organization.neededPaths).toEqual([]);
});

it.each([
  { error: throttled, name: "Interrupted" },
  { error: awsError("AccessDeniedException"), name: "AccessDeniedException" },
])("does not take silence of the mail service for consent: $name", async ({ error, name }) => {
  const { run, bucket } = scheduler([], {}, { senderProblem: () => Promise.reject(error) });

  await expect(run()).rejects.toMatchObject({ name });
  expect(bucket.objects.size).toBe(0);
});
