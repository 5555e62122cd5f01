import { expect, it } from "vitest";
import { scheduler } from "./scheduler-fixture.ts";

const awsError = (name: string) => Object.assign(new Error("refused"), { name });

it("ends the run before it writes anything if SES would not accept its mails", async () => {
  const problem = "SES has not verified the identity example.com";
  const { run, bucket, organization } = scheduler([], {}, { checkSender: async () => ({ problem }) });

  await expect(run()).rejects.toMatchObject({ name: "SenderUnusable", message: problem });
  expect(bucket.objects.size).toBe(0);
  expect(organization.neededPaths).toEqual([]);
});

it.each([
  { error: awsError("ThrottlingException"), name: "Interrupted" },
  { error: awsError("AccessDeniedException"), name: "AccessDeniedException" },
])("does not treat a failed call to SES as success: $name", async ({ error, name }) => {
  const { run, bucket } = scheduler([], {}, { checkSender: () => Promise.reject(error) });

  await expect(run()).rejects.toMatchObject({ name });
  expect(bucket.objects.size).toBe(0);
});

it("checks the sender for the mode of the run", async () => {
  const modes: string[] = [];
  const checkSender = async (mode: string) => {
    modes.push(mode);
    return { rate: 14 };
  };

  await scheduler([], {}, { checkSender }).run();
  await scheduler([], { mode: "report" }, { checkSender }).run();

  expect(modes).toEqual(["enforce", "report"]);
});

it("passes SES's rate to the workers", async () => {
  const { run } = scheduler([], {}, { checkSender: async () => ({ rate: 50 }) });

  expect((await run()).run.mailRate).toBe(50);
});
