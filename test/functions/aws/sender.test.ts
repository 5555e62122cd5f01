import { expect, it } from "vitest";
import { checkSender, mailAccount, type SenderCheck } from "../../../functions/aws/sender.ts";
import { mailIdentitiesOf, withLowerCaseDomain } from "../../../functions/domain/mail-address.ts";
import { answeringSes, type SesAnswers } from "./answering-ses.ts";

const sender = "curfew@mail.example.com";
const verified = { identities: { "mail.example.com": {} } };

const check = (answers: SesAnswers, wishes: Partial<SenderCheck> = {}) =>
  checkSender(answeringSes({ ...verified, ...answers }).client, { sender, mode: "enforce", ...wishes });
const problem = async (...asked: Parameters<typeof check>) => {
  const answer = await check(...asked);
  return "problem" in answer ? answer.problem : "none";
};

it.each([sender, "mail.example.com", "example.com"])(
  "accepts a sender if SES has verified %s",
  async (identity) => {
    expect(await check({ identities: { [identity]: {} } })).toEqual({ rate: 14 });
  },
);

it("finds the identity of a domain whatever the case of the sender's address", async () => {
  const { client, asked } = answeringSes({ identities: { "example.com": {} } });

  expect(await checkSender(client, { sender: "Curfew@Mail.Example.COM", mode: "enforce" })).toEqual({
    rate: 14,
  });
  expect(asked).toEqual(["Curfew@mail.example.com", "mail.example.com", "example.com"]);
});

it("names identities with the domain in lower case, because IAM compares their ARNs as text", () => {
  expect(mailIdentitiesOf("Curfew@Example.com")).toEqual(["Curfew@example.com", "example.com"]);
  expect(withLowerCaseDomain("Curfew@Example.com")).toBe("Curfew@example.com");
});

it.each([
  {
    what: "is paused by AWS",
    answers: { account: { EnforcementStatus: "SHUTDOWN" } },
    says: /ask AWS to resume sending$/,
  },
  {
    what: "is disabled",
    answers: { account: { SendingEnabled: false } },
    says: /^sending is disabled .* `aws sesv2 put-account-sending-attributes --sending-enabled`$/,
  },
  {
    what: "has no quota left",
    answers: { quota: { Max24HourSend: 200, SentLast24Hours: 200 } },
    says: /^the SES quota is used up: 200 of 200 mails .* request a higher sending quota in Service Quotas$/,
  },
  {
    what: "has no quota at all",
    answers: { quota: { Max24HourSend: 0, SentLast24Hours: 0 } },
    says: /used up: 0 of 0/,
  },
  { what: "has no rate", answers: { quota: { MaxSendRate: 0 } }, says: /at 0 a second/ },
  {
    what: "is in the sandbox",
    answers: { account: { ProductionAccessEnabled: false } },
    says: /^this account is in the SES sandbox, .* Request production access in the SES console/,
  },
])("says what to do if an account $what", async ({ answers, says }) => {
  expect(await problem(answers)).toMatch(says);
});

it("lets a run in report mode begin in the SES sandbox, because it sends owners no mail", async () => {
  expect(await check({ account: { ProductionAccessEnabled: false } }, { mode: "report" })).toEqual({
    rate: 14,
  });
});

it.each([
  { status: "PENDING", says: /verification is pending\. Publish the DNS records/ },
  {
    status: "FAILED",
    says: /verification failed\. Publish the DNS records .* start the verification again$/,
  },
  { status: "TEMPORARY_FAILURE", says: /Check that they are still published$/ },
  { status: "NOT_STARTED", says: /its verification status is NOT_STARTED\. Verify it/ },
])("says what to do about an identity whose verification is $status", async ({ status, says }) => {
  const identity = { VerifiedForSendingStatus: false, VerificationStatus: status };

  expect(await problem({ identities: { [sender]: identity, "example.com": {} } })).toMatch(says);
});

it("says in which Region an identity is missing, and what to do", async () => {
  expect(await problem({ identities: { "other.example": {} } })).toMatch(
    /^SES has neither curfew@mail\.example\.com nor its domain as an identity in this Region\. Create and verify one/,
  );
});

it("requires a configuration set in the settings if the identity has a default one", async () => {
  const identities = { "example.com": { ConfigurationSetName: "my-first-set" } };

  expect(await problem({ identities })).toMatch(
    /Set mail\.configurationSet to my-first-set in settings\.yaml/,
  );
  expect(await check({ identities }, { configurationSet: "curfew" })).toEqual({ rate: 14 });
});

it.each(["SendingEnabled", "SendQuota"])("does not accept an answer without %s", async (field) => {
  await expect(check({ account: { [field]: undefined } })).rejects.toThrow(
    `GetAccount answered without ${field}`,
  );
});

it("returns how many mails SES still accepts, infinity if there is no limit", async () => {
  const left = async (quota: object) => mailAccount(answeringSes({ quota }).client);

  expect(await left({ Max24HourSend: 200, SentLast24Hours: 150 })).toMatchObject({ left: 50 });
  expect(await left({ Max24HourSend: -1, SentLast24Hours: 150 })).toMatchObject({
    left: Number.POSITIVE_INFINITY,
  });
});
