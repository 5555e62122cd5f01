import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { classifyMailError, mailClient, sendMail } from "../../../functions/aws/mailer.ts";
import { awsError } from "../worker/around.ts";
import { sesStub } from "./ses-stub.ts";

const sender = "curfew@example.com";
const mail = {
  from: sender,
  to: "jane@example.com",
  subject: "Access key …ANE0 is 70 days old",
  text: "text",
  html: "<p>html</p>",
  tags: { run: "daily-1", account: "111122223333" },
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it.each([
  ["ThrottlingException", "Daily message quota exceeded.", "dailyQuota"],
  ["TooManyRequestsException", "Daily message quota exceeded", "dailyQuota"],
  ["ThrottlingException", "Maximum sending rate exceeded.", "rateExceeded"],
  ["TooManyRequestsException", "Too many requests", "rateExceeded"],
  ["ThrottlingException", "Rate exceeded", "rateExceeded"],
  [
    "MessageRejected",
    "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: jane@example.com",
    "rejected",
  ],
  [
    "MessageRejected",
    `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${sender}`,
    "senderUnusable",
  ],
  [
    "MessageRejected",
    "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: example.com",
    "senderUnusable",
  ],
  ["BadRequestException", "Local address contains control or whitespace", "rejected"],
  ["MailFromDomainNotVerifiedException", "not verified", "senderUnusable"],
  ["AccountSuspendedException", "suspended", "senderUnusable"],
  ["SendingPausedException", "paused", "senderUnusable"],
  ["AccessDeniedException", "not authorized to perform ses:SendEmail", "senderUnusable"],
  ["NotFoundException", "Configuration set does not exist", "senderUnusable"],
  ["LimitExceededException", "too many", "senderUnusable"],
  ["TimeoutError", "socket hang up", "unknownOutcome"],
  ["InternalServiceErrorException", "internal", "unknownOutcome"],
  ["SomethingNew", "never seen", "unknownOutcome"],
])("takes %s %j for %s", (name, message, failure) => {
  expect(classifyMailError(awsError(name, message), sender)).toBe(failure);
});

it("takes what is no error at all for an unknown outcome", () => {
  expect(classifyMailError("lost", sender)).toBe("unknownOutcome");
});

it("sends to one recipient, in both forms, with the run and account as tags", async () => {
  const { client, asked } = sesStub();

  expect(await sendMail(client, mail)).toEqual({ messageId: "message-1" });

  expect(asked).toEqual([
    {
      FromEmailAddress: sender,
      Destination: { ToAddresses: ["jane@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: mail.subject, Charset: "UTF-8" },
          Body: { Text: { Data: "text", Charset: "UTF-8" }, Html: { Data: "<p>html</p>", Charset: "UTF-8" } },
        },
      },
      EmailTags: [
        { Name: "run", Value: "daily-1" },
        { Name: "account", Value: "111122223333" },
      ],
    },
  ]);
});

it("tries again after a rate error, because nothing was sent, and gives up after five attempts", async () => {
  const rate = awsError("TooManyRequestsException", "Maximum sending rate exceeded.");
  let refusals = 2;
  const { client, asked } = sesStub(() => {
    refusals -= 1;
    if (refusals >= 0) throw rate;
  });

  const sent = sendMail(client, mail);
  await vi.runAllTimersAsync();
  expect(await sent).toEqual({ messageId: "message-3" });

  refusals = 99;
  const failed = expect(sendMail(client, mail)).rejects.toBe(rate);
  await vi.runAllTimersAsync();
  await failed;
  expect(asked).toHaveLength(3 + 5);
});

it.each([
  ["TimeoutError", "the answer was lost"],
  ["ThrottlingException", "Daily message quota exceeded."],
  ["MessageRejected", "Email address is not verified"],
])("never sends again after %s, for the mail may have left or never will", async (name, message) => {
  const error = awsError(name, message);
  const { client, asked } = sesStub(() => {
    throw error;
  });

  await expect(sendMail(client, mail)).rejects.toBe(error);

  expect(asked).toHaveLength(1);
});

it("has a client that sends nothing again by itself when an answer is lost on its way", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const client = mailClient("eu-central-1");
  let attempts = 0;
  client.middlewareStack.add(
    () => async () => {
      attempts += 1;
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
    },
    { step: "deserialize", priority: "low", name: "lostHere" },
  );

  const failed = expect(sendMail(client, mail)).rejects.toThrow("socket hang up");
  await vi.runAllTimersAsync();
  await failed;

  expect(attempts).toBe(1);
});
