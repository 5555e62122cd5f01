import { expect, it } from "vitest";
import { classifyMailError, sendMail } from "../../../../../functions/aws/mailer.ts";
import { sender, startSes } from "./ses-fixture.ts";

const mail = {
  from: sender,
  to: "jane@example.org",
  subject: "Ihr Schlüssel",
  text: "grün",
  html: "<p>grün</p>",
  tags: { run: "daily-2026-11-24", account: "111122223333" },
};

/** How the mailer reads what SES said to this mail. */
async function failureOf(sending: Promise<unknown>) {
  const error = await sending.then(
    () => new Error("it was sent"),
    (reason: unknown) => reason,
  );
  return classifyMailError(error, sender);
}

it("sends a mail of text and HTML with its tags", async () => {
  const { ses, accounts } = await startSes();

  const { messageId } = await sendMail(ses, mail);

  expect(accounts.outbox()).toMatchObject([{ ...mail, messageId, delivered: true }]);
});

it("is told a recipient that SES refuses from a sender that it refuses", async () => {
  const { ses, account, accounts } = await startSes();

  expect(await failureOf(sendMail(ses, { ...mail, to: "jane..doe@example.org" }))).toBe("rejected");
  account.setSandbox(true);
  expect(await failureOf(sendMail(ses, mail))).toBe("rejected");
  account.verify("example.org");
  await sendMail(ses, mail);
  expect(accounts.outbox()).toHaveLength(1);
});

it.each(["suspended", "paused"] as const)("is told that the account is %s", async (sending) => {
  const { ses, account } = await startSes();
  account.sending = sending;

  expect(await failureOf(sendMail(ses, mail))).toBe("senderUnusable");
});

it("is told that the sender is not verified, or may not be used", async () => {
  const { ses, sesAs, accounts } = await startSes();
  const from = "other@example.com";

  const refusal = await sendMail(ses, { ...mail, from }).catch((error: unknown) => error);

  expect(classifyMailError(refusal, from)).toBe("senderUnusable");
  const reader = sesAs({ Effect: "Allow", Action: "ses:GetAccount", Resource: "*" });
  expect(await failureOf(sendMail(reader, mail))).toBe("senderUnusable");
  expect(accounts.outbox()).toEqual([]);
});

it.each(["ThrottlingException", "TooManyRequestsException"] as const)(
  "is told a full day from a full second, whether SES says %s or not",
  async (code) => {
    const { ses, account, accounts, real } = await startSes();
    account.quota.throttlingCode = code;
    account.setQuota({ max24HourSend: 2, maxSendRate: 1 });
    await sendMail(ses, mail);

    // The mailer waits and tries again: meanwhile the second passes.
    const second = sendMail(ses, mail);
    real.milliseconds += 1000;
    await second;

    expect(accounts.outbox()).toHaveLength(2);
    expect(await failureOf(sendMail(ses, mail))).toBe("dailyQuota");
  },
);
