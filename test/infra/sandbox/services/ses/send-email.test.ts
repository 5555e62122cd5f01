import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { ownAccount } from "../../../../support/front-before.ts";
import { mailInput, sender, startSes } from "./ses-fixture.ts";

it("keeps an accepted mail in the outbox, with the cloud's time", async () => {
  const { ses, accounts } = await startSes();

  const { MessageId } = await ses.send(new SendEmailCommand(mailInput({ tags: { run: "daily-1" } })));

  expect(MessageId).toMatch(/^[0-9a-f]{16}-[0-9a-f-]{36}-000000$/);
  expect(accounts.outbox()).toEqual([
    {
      accountId: "111122223333",
      region: "eu-central-1",
      messageId: MessageId,
      from: sender,
      fromHeader: sender,
      replyTo: [],
      to: "jane@example.org",
      subject: "Your key",
      text: "grün",
      html: "<p>grün</p>",
      headers: {},
      tags: { run: "daily-1" },
      configurationSet: undefined,
      sentAt: new Date("2026-11-24T02:00:00Z"),
      delivered: true,
    },
  ]);
});

it("refuses a sender that is not verified in the Region of the call", async () => {
  const { ses, accounts } = await startSes();
  accounts.account(ownAccount, "eu-west-1").verify("other@example.com");

  const sending = ses.send(new SendEmailCommand(mailInput({ from: "other@example.com" })));

  await expect(sending).rejects.toMatchObject({
    name: "MessageRejected",
    message:
      "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: other@example.com",
    $metadata: { httpStatusCode: 400 },
  });
  expect(accounts.outbox()).toEqual([]);
});

it("accepts any sender of a verified domain and its subdomains", async () => {
  const { ses, account, accounts } = await startSes();
  account.verify("Corp.example");

  for (const from of ["a@corp.example", "b@Mail.corp.example"])
    await ses.send(new SendEmailCommand(mailInput({ from })));

  expect(accounts.outbox().map(({ from }) => from)).toEqual(["a@corp.example", "b@Mail.corp.example"]);
  const sending = ses.send(new SendEmailCommand(mailInput({ from: "c@othercorp.example" })));
  await expect(sending).rejects.toMatchObject({ name: "MessageRejected" });
});

it("lets an account in the sandbox mail to verified recipients and the simulator only", async () => {
  const { ses, account, accounts } = await startSes();
  account.setSandbox(true);
  account.verify("known.example");
  account.setQuota({ max24HourSend: 200, maxSendRate: 10 });

  const to = ["a@known.example", "success@simulator.amazonses.com"];
  await ses.send(new SendEmailCommand(mailInput({ to })));
  const sending = ses.send(new SendEmailCommand(mailInput({ to: ["b@known.example", "c@unknown.example"] })));

  await expect(sending).rejects.toMatchObject({
    name: "MessageRejected",
    message: expect.stringMatching(/EU-CENTRAL-1: c@unknown\.example$/),
  });
  expect(accounts.outbox().map((mail) => mail.to)).toEqual(to);
});

it("accepts a mail to a suppressed address and does not deliver it", async () => {
  const { ses, account, accounts } = await startSes();
  account.suppress("gone@example.org");

  await ses.send(new SendEmailCommand(mailInput({ to: ["gone@example.org", "Gone@example.org"] })));

  expect(accounts.outbox().map(({ to, delivered }) => [to, delivered])).toEqual([
    ["gone@example.org", false],
    ["Gone@example.org", true],
  ]);
  expect(account.quota.sentLast24Hours).toBe(2);
});

it.each([
  ["paused", "SendingPausedException"],
  ["suspended", "AccountSuspendedException"],
] as const)("sends nothing for an account that is %s", async (sending, name) => {
  const { ses, account } = await startSes();
  account.sending = sending;

  await expect(ses.send(new SendEmailCommand(mailInput()))).rejects.toMatchObject({ name });
});

it.each([
  "",
  "jane",
  "jane@localhost",
  "jane @example.org",
  "jane@example.org\r\nBcc: eve@example.net",
  "jane@example.org, eve@example.net",
  "Jane <jane@example.org>",
  "jürgen@example.org",
  "jane@exämple.org",
  ".jane@example.org",
  "jane..doe@example.org",
  "jane@example..org",
  "jane@-example.org",
  `${"x".repeat(65)}@example.org`,
])("refuses the recipient %j", async (address) => {
  const { ses, accounts } = await startSes();

  const sending = ses.send(new SendEmailCommand(mailInput({ to: [address] })));

  await expect(sending).rejects.toMatchObject({
    name: "BadRequestException",
    message: `Invalid email address ${address}.`,
  });
  expect(accounts.outbox()).toEqual([]);
});

it.each(["o'neil+aws_@example.org", "jane=doe@sub.example.org", "_@xn--exmple-cua.org"])(
  "accepts the recipient %s",
  async (address) => {
    const { ses, accounts } = await startSes();

    await ses.send(new SendEmailCommand(mailInput({ to: [address] })));

    expect(accounts.outbox()).toMatchObject([{ to: address }]);
  },
);

it.each(["Your key\r\nBcc: eve@example.net", "Your\nkey", "Your\rkey"])(
  "refuses the subject %j, because it would begin another header",
  async (subject) => {
    const { ses } = await startSes();

    const sending = ses.send(new SendEmailCommand(mailInput({ subject })));

    await expect(sending).rejects.toMatchObject({ name: "BadRequestException" });
  },
);

it("accepts at most 50 recipients of all kinds together", async () => {
  const { ses, account, accounts } = await startSes();
  account.setQuota({ max24HourSend: -1, maxSendRate: 100 });
  const many = (count: number) => Array.from({ length: count }, (_, index) => `u${index}@example.org`);
  const withCc = (count: number) => ({
    ...mailInput(),
    Destination: { ToAddresses: many(25), CcAddresses: many(20), BccAddresses: many(count - 45) },
  });

  await ses.send(new SendEmailCommand(withCc(50)));

  await expect(ses.send(new SendEmailCommand(withCc(51)))).rejects.toThrow(/1 to 50 recipients/);
  await expect(ses.send(new SendEmailCommand(mailInput({ to: [] })))).rejects.toThrow(/1 to 50 recipients/);
  expect(accounts.outbox()).toHaveLength(50);
});

it.each([{ user: "jane@example.org" }, { "run id": "1" }, { empty: "" }, { long: "x".repeat(257) }])(
  "refuses the tag %j",
  async (tags) => {
    const { ses } = await startSes();

    const sending = ses.send(new SendEmailCommand(mailInput({ tags })));

    await expect(sending).rejects.toMatchObject({ name: "BadRequestException" });
  },
);

it("refuses raw mails, templates and everything else that it does not support", async () => {
  const { ses } = await startSes();
  const simple = mailInput();
  const Data = Buffer.from("From: a\r\n\r\nb");

  for (const input of [
    { ...simple, Content: { Raw: { Data } } },
    { ...simple, Content: { Template: { TemplateName: "t", TemplateData: "{}" } } },
    { ...simple, FeedbackForwardingEmailAddress: "reply@example.com" },
    { ...simple, ListManagementOptions: { ContactListName: "list" } },
  ])
    await expect(ses.send(new SendEmailCommand(input))).rejects.toMatchObject({
      name: "BadRequestException",
    });
});

it("refuses text beyond ASCII without a character set", async () => {
  const { ses } = await startSes();
  const Content = { Simple: { Subject: { Data: "grün" }, Body: { Text: { Data: "text" } } } };

  const sending = ses.send(new SendEmailCommand({ ...mailInput(), Content }));

  await expect(sending).rejects.toThrow(/7-bit ASCII/);
});

it("requires ses:SendEmail on the verified identity, with the sender as condition key", async () => {
  const { sesAs, account } = await startSes();
  const arn = "arn:aws:ses:eu-central-1:111122223333:identity";
  account.verify("corp.example");
  const ses = sesAs({
    Effect: "Allow",
    Action: "ses:SendEmail",
    Resource: [`${arn}/${sender}`, `${arn}/corp.example`],
    Condition: { StringEquals: { "ses:FromAddress": [sender, "a@corp.example"] } },
  });

  await ses.send(new SendEmailCommand(mailInput()));
  await ses.send(new SendEmailCommand(mailInput({ from: "a@corp.example" })));

  await expect(ses.send(new SendEmailCommand(mailInput({ from: "b@corp.example" })))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  await expect(ses.send(new SendEmailCommand(mailInput({ from: "c@none.example" })))).rejects.toThrow(
    `${arn}/c@none.example`,
  );
});

it("accepts a display name of the sender, reply addresses and further headers", async () => {
  const { ses, accounts } = await startSes();
  const { Content, ...input } = mailInput({ from: `"Curfew, the guard" <${sender}>` });
  const Headers = [{ Name: "Auto-Submitted", Value: "auto-generated" }];

  await ses.send(
    new SendEmailCommand({
      ...input,
      ReplyToAddresses: ["Help <help@example.com>"],
      Content: { Simple: { ...Content.Simple, Headers } },
    }),
  );

  expect(accounts.outbox()).toMatchObject([
    {
      from: sender,
      fromHeader: `"Curfew, the guard" <${sender}>`,
      replyTo: ["Help <help@example.com>"],
      headers: { "Auto-Submitted": "auto-generated" },
    },
  ]);
});

it("checks policies with the address of a sender with a display name", async () => {
  const { sesAs } = await startSes();
  const ses = sesAs({
    Effect: "Allow",
    Action: "ses:SendEmail",
    Resource: `arn:aws:ses:eu-central-1:111122223333:identity/${sender}`,
    Condition: { StringEquals: { "ses:FromAddress": sender } },
  });

  await expect(
    ses.send(new SendEmailCommand(mailInput({ from: `Curfew <${sender}>` }))),
  ).resolves.toBeDefined();
});

it.each([
  "dev..ops@example.com",
  ".dev@example.com",
  "dev.@example.com",
  "Dev <dev@example.com>",
  "dev@example",
])("refuses the recipient %s", async (address) => {
  const { ses, accounts } = await startSes();

  const sending = ses.send(new SendEmailCommand(mailInput({ to: [address] })));

  await expect(sending).rejects.toMatchObject({
    name: "BadRequestException",
    message: `Invalid email address ${address}.`,
  });
  expect(accounts.outbox()).toEqual([]);
});

it.each([
  "Curfew <curfew@mail.example.com",
  "Cürfew <curfew@mail.example.com>",
  "a, b <curfew@mail.example.com>",
])("refuses the sender %s", async (from) => {
  const { ses } = await startSes();

  const sending = ses.send(new SendEmailCommand(mailInput({ from })));

  await expect(sending).rejects.toMatchObject({ name: "BadRequestException" });
});
