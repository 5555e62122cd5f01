import { afterEach, expect, it, vi } from "vitest";
import { encodedName, type Mail, mailClient, sendMail } from "../../../functions/aws/mailer.ts";
import { awsError } from "./aws-error.ts";
import { sesStub } from "./ses-stub.ts";

const mail: Mail = {
  sender: { address: "curfew@example.com", displayName: "Curfew" },
  to: "jane@example.com",
  subject: "Access key …ANE0 is 70 days old",
  text: "text",
  html: "<p>html</p>",
  tags: { claim: "claim-1", account: "111122223333", run: "daily-1" },
};

afterEach(() => {
  vi.unstubAllEnvs();
});

it("sends to one recipient, in both forms, with its tags", async () => {
  const { client, asked } = sesStub();

  expect(await sendMail(client, mail)).toEqual({ messageId: "message-1" });

  expect(asked).toEqual([
    {
      FromEmailAddress: '"Curfew" <curfew@example.com>',
      Destination: { ToAddresses: ["jane@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: mail.subject, Charset: "UTF-8" },
          Body: { Text: { Data: "text", Charset: "UTF-8" }, Html: { Data: "<p>html</p>", Charset: "UTF-8" } },
        },
      },
      EmailTags: [
        { Name: "claim", Value: "claim-1" },
        { Name: "account", Value: "111122223333" },
        { Name: "run", Value: "daily-1" },
      ],
    },
  ]);
});

it("sets Reply-To as in the policy, and the configuration set", async () => {
  const { client, asked } = sesStub();
  const sender = { ...mail.sender, replyTo: "it@example.com", configurationSet: "curfew" };

  await sendMail(client, { ...mail, sender });

  expect(asked[0]).toMatchObject({ ReplyToAddresses: ["it@example.com"], ConfigurationSetName: "curfew" });
});

it.each([
  ["Curfew", '"Curfew"'],
  ["Curfew, Inc.", '"Curfew, Inc."'],
  ['The "key" team \\o/', '"The \\"key\\" team \\\\o/"'],
  ["Schlüssel", "=?UTF-8?B?U2NobMO8c3NlbA==?="],
  ["é\r\nBcc: all@example.com", "=?UTF-8?B?w6kgQmNjOiBhbGxAZXhhbXBsZS5jb20=?="],
])("writes the display name %j as %s", (name, header) => {
  expect(encodedName(name)).toBe(header);
});

it("never splits a character of a long display name between two encoded words", () => {
  const name = "🔑".repeat(30);

  const words = encodedName(name).split(" ");

  expect(words.length).toBeGreaterThan(1);
  expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75);
  const read = (word: string) => Buffer.from(word.slice("=?UTF-8?B?".length, -2), "base64").toString();
  expect(words.map(read).join("")).toBe(name);
  expect(words.map(read).join("")).not.toContain("\ufffd");
});

it.each([
  ["TimeoutError", "the answer was lost"],
  ["ThrottlingException", "Maximum sending rate exceeded."],
  ["MessageRejected", "Email address is not verified"],
])(
  "calls SES once if the answer is %s: the owner of the claim decides what follows",
  async (name, message) => {
    const error = awsError(name, message);
    const { client, asked } = sesStub(() => {
      throw error;
    });

    await expect(sendMail(client, mail)).rejects.toBe(error);

    expect(asked).toHaveLength(1);
  },
);

it("calls SES once more after AWS refused the time of the signature, because the SDK has then corrected its clock", async () => {
  const skewed = Object.assign(awsError("RequestTimeTooSkewed", "skewed"), {
    $metadata: { clockSkewCorrected: true },
  });
  let refusals = 1;
  const { client, asked } = sesStub(() => {
    if (refusals-- > 0) throw skewed;
  });

  expect(await sendMail(client, mail)).toEqual({ messageId: "message-2" });

  refusals = 2;
  await expect(sendMail(client, mail)).rejects.toBe(skewed);
  expect(asked).toHaveLength(4);
});

it("does not call again after an error that is not about the signature, although the clock was corrected", async () => {
  const error = Object.assign(awsError("InternalFailure", "an error occurred"), {
    $metadata: { clockSkewCorrected: true, httpStatusCode: 500 },
  });
  const { client, asked } = sesStub(() => {
    throw error;
  });

  await expect(sendMail(client, mail)).rejects.toBe(error);

  expect(asked).toHaveLength(1);
});

it("has a client that does not send a mail again by itself if an answer is lost", async () => {
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

  await expect(sendMail(client, mail)).rejects.toThrow("socket hang up");

  expect(attempts).toBe(1);
});
