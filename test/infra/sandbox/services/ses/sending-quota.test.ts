import { GetAccountCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { mailInput, startSes } from "./ses-fixture.ts";

const hour = 60 * 60 * 1000;

it("begins in the SES sandbox: 200 a day, one a second", async () => {
  const { accounts } = await startSes();

  const account = accounts.account("111122223333", "us-east-1");

  expect(account.sandbox).toBe(true);
  expect(account.quota.limits).toEqual({ max24HourSend: 200, maxSendRate: 1 });
});

it("refuses more than the quota of recipients in 24 hours, and forgets them after that", async () => {
  const { ses, account, accounts, time } = await startSes();
  account.setQuota({ max24HourSend: 3, maxSendRate: 100 });
  const send = (...to: string[]) => ses.send(new SendEmailCommand(mailInput({ to })));
  await send("a@example.org", "b@example.org");
  time.now = new Date(time.now.getTime() + hour);

  await expect(send("c@example.org", "d@example.org")).rejects.toMatchObject({
    name: "ThrottlingException",
    message: "Daily message quota exceeded",
    $metadata: { httpStatusCode: 400 },
  });
  await send("c@example.org");
  time.now = new Date(time.now.getTime() + 23 * hour);
  await send("d@example.org", "e@example.org");

  await expect(send("f@example.org")).rejects.toThrow("Daily message quota exceeded");
  expect(accounts.outbox().map(({ to }) => to[0])).toEqual(["a", "b", "c", "d", "e"]);
});

it("refuses more than the rate of a real second, and refills with time", async () => {
  const { ses, account, accounts, real } = await startSes();
  account.setQuota({ max24HourSend: -1, maxSendRate: 2 });
  const send = () => ses.send(new SendEmailCommand(mailInput()));
  await send();
  await send();

  await expect(send()).rejects.toMatchObject({
    name: "ThrottlingException",
    message: "Maximum sending rate exceeded",
  });
  real.milliseconds += 499;
  await expect(send()).rejects.toThrow("Maximum sending rate exceeded");
  real.milliseconds += 1;
  await send();

  expect(accounts.outbox()).toHaveLength(3);
});

it("saves at most one second's worth while nothing is sent", async () => {
  const { ses, account, real } = await startSes();
  account.setQuota({ max24HourSend: -1, maxSendRate: 2 });
  const send = (...to: string[]) => ses.send(new SendEmailCommand(mailInput({ to })));
  real.milliseconds += hour;

  await send("a@example.org", "b@example.org");

  await expect(send("c@example.org")).rejects.toThrow("Maximum sending rate exceeded");
});

it("lets one mail to many exceed the rate, and then accepts none until the rate has caught up", async () => {
  const { ses, account, real } = await startSes();
  account.setQuota({ max24HourSend: -1, maxSendRate: 1 });
  const send = (...to: string[]) => ses.send(new SendEmailCommand(mailInput({ to })));

  await send("a@example.org", "b@example.org", "c@example.org");
  real.milliseconds += 2999;

  await expect(send("d@example.org")).rejects.toThrow("Maximum sending rate exceeded");
  real.milliseconds += 1;
  await send("d@example.org");
});

it("throttles with the configured code", async () => {
  const { ses, account } = await startSes();
  account.setQuota({ max24HourSend: 0, maxSendRate: 1 });
  account.quota.throttlingCode = "TooManyRequestsException";

  await expect(ses.send(new SendEmailCommand(mailInput()))).rejects.toMatchObject({
    name: "TooManyRequestsException",
    $metadata: { httpStatusCode: 429 },
  });
});

it("does not count a refused mail", async () => {
  const { ses, account } = await startSes();

  await expect(ses.send(new SendEmailCommand(mailInput({ from: "none@example.com" })))).rejects.toMatchObject(
    { name: "MessageRejected" },
  );

  expect(account.quota.sentLast24Hours).toBe(0);
});

it("returns in GetAccount how many mails may be sent and how many were", async () => {
  const { ses, account } = await startSes();
  account.setQuota({ max24HourSend: 1000, maxSendRate: 5 });
  await ses.send(new SendEmailCommand(mailInput()));
  account.sending = "paused";

  expect(await ses.send(new GetAccountCommand())).toMatchObject({
    ProductionAccessEnabled: true,
    SendingEnabled: false,
    EnforcementStatus: "HEALTHY",
    SendQuota: { Max24HourSend: 1000, MaxSendRate: 5, SentLast24Hours: 1 },
  });
});
