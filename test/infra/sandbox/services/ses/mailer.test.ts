import { expect, it } from "vitest";
import { classifyMailError } from "../../../../../functions/aws/mail-errors.ts";
import { type Mail, sendMail } from "../../../../../functions/aws/mailer.ts";
import { sender, startSes } from "./ses-fixture.ts";

const mail: Mail = {
  sender: { address: sender, displayName: "Curfew" },
  to: "jane@example.org",
  subject: "Ihr Schlüssel",
  text: "grün",
  html: "<p>grün</p>",
  tags: { run: "daily-2026-11-24", account: "111122223333" },
};

/** How Curfew reads SES's answer to a mail. */
async function failureOf(sending: Promise<unknown>, { sender: from, to } = mail) {
  const error = await sending.then(
    () => new Error("it was sent"),
    (reason: unknown) => reason,
  );
  return classifyMailError(error, { sender: from.address, recipient: to });
}

it("sends a mail of text and HTML with its tags", async () => {
  const { ses, accounts } = await startSes();

  const { messageId } = await sendMail(ses, mail);

  const { sender: _, ...sent } = mail;
  const from = { from: sender, fromHeader: `"Curfew" <${sender}>` };
  expect(accounts.outbox()).toMatchObject([{ ...sent, ...from, messageId, delivered: true }]);
});

it("distinguishes a refused recipient from a refused sender", async () => {
  const { ses, account, accounts } = await startSes();
  const malformed = { ...mail, to: "jane..doe@example.org" };

  expect(await failureOf(sendMail(ses, malformed), malformed)).toBe("rejected");
  account.setSandbox(true);
  expect(await failureOf(sendMail(ses, mail))).toBe("rejected");
  account.verify("example.org");
  await sendMail(ses, mail);
  expect(accounts.outbox()).toHaveLength(1);
});

it("does not mistake a refused recipient whose address contains the sender's for a refused sender", async () => {
  const { ses, account } = await startSes();
  account.setSandbox(true);
  const alike = { ...mail, to: `dev${sender}` };

  expect(await failureOf(sendMail(ses, alike), alike)).toBe("rejected");
});

it.each(["suspended", "paused"] as const)("gets an error that the account is %s", async (sending) => {
  const { ses, account } = await startSes();
  account.sending = sending;

  expect(await failureOf(sendMail(ses, mail))).toBe("senderUnusable");
});

it("gets an error that the sender is not verified, or may not be used", async () => {
  const { ses, sesAs, accounts } = await startSes();
  const unverified = { ...mail, sender: { address: "other@example.com", displayName: "Curfew" } };

  expect(await failureOf(sendMail(ses, unverified), unverified)).toBe("senderUnusable");
  const reader = sesAs({ Effect: "Allow", Action: "ses:GetAccount", Resource: "*" });
  expect(await failureOf(sendMail(reader, mail))).toBe("senderUnusable");
  expect(accounts.outbox()).toEqual([]);
});

it.each(["ThrottlingException", "TooManyRequestsException"] as const)(
  "distinguishes the daily quota from the rate per second, whether or not SES says %s",
  async (code) => {
    const { ses, account, accounts, real } = await startSes();
    account.quota.throttlingCode = code;
    account.setQuota({ max24HourSend: 2, maxSendRate: 1 });
    await sendMail(ses, mail);

    expect(await failureOf(sendMail(ses, mail))).toBe("rateExceeded");
    real.milliseconds += 1000;
    await sendMail(ses, mail);

    expect(accounts.outbox()).toHaveLength(2);
    real.milliseconds += 1000;
    expect(await failureOf(sendMail(ses, mail))).toBe("dailyQuota");
  },
);
