import {
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  ListEmailIdentitiesCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { ownAccount } from "../../../../support/front-before.ts";
import { mailInput, sender, startSes } from "./ses-fixture.ts";

it("finds only the verified identities of the Region", async () => {
  const { ses, account, accounts } = await startSes();
  account.verify("example.com");
  accounts.account(ownAccount, "eu-west-1").verify("elsewhere.example");
  const identity = (EmailIdentity: string) => ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

  expect(await identity(sender)).toMatchObject({
    IdentityType: "EMAIL_ADDRESS",
    VerifiedForSendingStatus: true,
  });
  expect(await identity("example.com")).toMatchObject({ IdentityType: "DOMAIN" });
  for (const unknown of ["a@example.com", "elsewhere.example"])
    await expect(identity(unknown)).rejects.toMatchObject({
      name: "NotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
});

it("lists the identities of the Region, and whether each may send", async () => {
  const { ses, account } = await startSes();
  account.identities.put("example.org", { status: "PENDING" });

  const { EmailIdentities = [] } = await ses.send(new ListEmailIdentitiesCommand());

  expect(EmailIdentities).toMatchObject([
    { IdentityName: sender, IdentityType: "EMAIL_ADDRESS", SendingEnabled: true },
    { IdentityName: "example.org", IdentityType: "DOMAIN", SendingEnabled: false },
  ]);
});

it("keeps addresses on the suppression list with their case", async () => {
  const { ses, account } = await startSes();
  const EmailAddress = "jane+aws@example.org";

  await ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: "COMPLAINT" }));
  const { SuppressedDestination } = await ses.send(new GetSuppressedDestinationCommand({ EmailAddress }));

  expect(SuppressedDestination).toMatchObject({
    EmailAddress,
    Reason: "COMPLAINT",
    LastUpdateTime: new Date("2026-11-24T02:00:00Z"),
  });
  await expect(
    ses.send(new GetSuppressedDestinationCommand({ EmailAddress: "Jane+aws@example.org" })),
  ).rejects.toMatchObject({ name: "NotFoundException" });

  await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
  expect(account.suppression(EmailAddress)).toBeUndefined();
  await expect(ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

it("refuses operations that it does not have", async () => {
  const { ses } = await startSes();

  await expect(ses.send(new ListSuppressedDestinationsCommand())).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
});

it("requires the permission for each operation", async () => {
  const { sesAs } = await startSes();
  const ses = sesAs({
    Effect: "Allow",
    Action: "ses:GetEmailIdentity",
    Resource: `arn:aws:ses:eu-central-1:111122223333:identity/${sender}`,
  });

  await ses.send(new GetEmailIdentityCommand({ EmailIdentity: sender }));
  await expect(
    ses.send(new PutSuppressedDestinationCommand({ EmailAddress: "a@example.org", Reason: "BOUNCE" })),
  ).rejects.toThrow(/ses:PutSuppressedDestination on resource: \* /);
});

it("requires permission for the identity's default configuration set too", async () => {
  const { sesAs, ses, account } = await startSes();
  account.verify(sender, "my-first-set");
  const arn = "arn:aws:ses:eu-central-1:111122223333:";
  const may = (...resources: string[]) =>
    sesAs({ Effect: "Allow", Action: "ses:SendEmail", Resource: resources.map((name) => arn + name) });
  const send = (client: typeof ses) => client.send(new SendEmailCommand(mailInput()));

  const { ConfigurationSetName } = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: sender }));
  expect(ConfigurationSetName).toBe("my-first-set");
  await expect(send(may(`identity/${sender}`))).rejects.toThrow(/configuration-set\/my-first-set/);
  await expect(send(may(`identity/${sender}`, "configuration-set/my-first-set"))).resolves.toBeDefined();
});

it.each([true, false])(
  "requires permission for the recipient's identity too while the account is in the SES sandbox: %s",
  async (sandbox) => {
    const { sesAs, account } = await startSes();
    account.verify("jane@example.org");
    account.setSandbox(sandbox);
    const arn = "arn:aws:ses:eu-central-1:111122223333:identity/";
    const send = (name: string) =>
      sesAs({
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: arn + name,
        Condition: { StringEquals: { "ses:FromAddress": sender } },
      }).send(new SendEmailCommand(mailInput()));

    if (sandbox) await expect(send(sender)).rejects.toThrow(`resource: ${arn}jane@example.org`);
    else await expect(send(sender)).resolves.toBeDefined();
    await expect(send("*")).resolves.toBeDefined();
  },
);

it.each(["PENDING", "FAILED", "TEMPORARY_FAILURE"] as const)(
  "shows an identity whose verification is %s, and sends nothing from it",
  async (status) => {
    const { ses, account } = await startSes();
    account.addIdentity("pending.example", { status });

    const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "pending.example" }));
    const sending = ses.send(new SendEmailCommand(mailInput({ from: "a@pending.example" })));

    expect(identity).toMatchObject({ VerificationStatus: status, VerifiedForSendingStatus: false });
    await expect(sending).rejects.toMatchObject({ name: "MessageRejected", message: /a@pending\.example$/ });
  },
);

it("refuses mail while the MAIL FROM domain is not verified, if the identity is set up so", async () => {
  const { ses, account } = await startSes();
  const mailFrom = {
    domain: "bounce.mail.example.com",
    status: "PENDING",
    onMxFailure: "REJECT_MESSAGE",
  } as const;
  account.addIdentity(sender, { status: "SUCCESS", mailFrom });

  const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: sender }));
  const sending = ses.send(new SendEmailCommand(mailInput()));

  expect(identity.MailFromAttributes).toEqual({
    BehaviorOnMxFailure: "REJECT_MESSAGE",
    MailFromDomain: "bounce.mail.example.com",
    MailFromDomainStatus: "PENDING",
  });
  await expect(sending).rejects.toMatchObject({ name: "MailFromDomainNotVerifiedException" });
});

it("ignores the case of domains in SES, but not in the ARN that policies name", async () => {
  const { sesAs, account } = await startSes();
  account.verify("example.com");
  const arn = "arn:aws:ses:eu-central-1:111122223333:identity/";
  const may = (name: string) => sesAs({ Effect: "Allow", Action: "ses:SendEmail", Resource: arn + name });
  const send = new SendEmailCommand(mailInput({ from: "Curfew@Example.com" }));

  await expect(may("Example.com").send(send)).rejects.toThrow(`resource: ${arn}example.com`);
  await expect(may("example.com").send(send)).resolves.toBeDefined();
});

it("compares the local part of a verified address with its case, and its domain without", async () => {
  const { ses, account } = await startSes();
  account.verify("Jane@Corp.example");
  const send = (from: string) => ses.send(new SendEmailCommand(mailInput({ from })));

  await expect(send("Jane@corp.example")).resolves.toBeDefined();
  await expect(send("jane@corp.example")).rejects.toMatchObject({ name: "MessageRejected" });
});

it.each([
  ["enabled", "HEALTHY", true],
  ["probation", "PROBATION", true],
  ["paused", "HEALTHY", false],
  ["suspended", "SHUTDOWN", false],
] as const)("shows an account that is %s as %s", async (state, EnforcementStatus, SendingEnabled) => {
  const { ses, account } = await startSes();
  account.sending = state;

  expect(await ses.send(new GetAccountCommand())).toMatchObject({
    EnforcementStatus,
    SendingEnabled,
    ProductionAccessEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
  });
});
