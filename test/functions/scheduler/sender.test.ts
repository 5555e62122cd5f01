import { expect, it } from "vitest";
import { scheduler } from "./scheduler-fixture.ts";

const awsError = (name: string) => Object.assign(new Error("refused"), { name });

it("ends the run before anything is written where SES would not take its mails", async () => {
  const problem = "SES has not verified the identity example.com";
  const { run, bucket, organization } = scheduler([], {}, { checkSender: async () => ({ problem }) });

  await expect(run()).rejects.toMatchObject({ name: "SenderUnusable", message: problem });
  expect(bucket.objects.size).toBe(0);
  expect(organization.neededPaths).toEqual([]);
});

it.each([
  { error: awsError("ThrottlingException"), name: "Interrupted" },
  { error: awsError("AccessDeniedException"), name: "AccessDeniedException" },
])("does not take a failed call to SES for consent: $name", async ({ error, name }) => {
  const { run, bucket } = scheduler([], {}, { checkSender: () => Promise.reject(error) });

  await expect(run()).rejects.toMatchObject({ name });
  expect(bucket.objects.size).toBe(0);
});

it("asks about the sender for the mode in which the run acts", async () => {
  const modes: string[] = [];
  const checkSender = async (mode: string) => {
    modes.push(mode);
    return { rate: 14 };
  };

  await scheduler([], {}, { checkSender }).run();
  await scheduler([], { mode: "report" }, { checkSender }).run();

  expect(modes).toEqual(["enforce", "report"]);
});

it("hands SES's rate to the workers", async () => {
  const { run } = scheduler([], {}, { checkSender: async () => ({ rate: 50 }) });

  expect((await run()).run.mailRate).toBe(50);
});
