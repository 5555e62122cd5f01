import { expect, it } from "vitest";
import { classifyMailError } from "../../../functions/aws/mail-errors.ts";
import { awsError } from "./aws-error.ts";

const mail = { sender: "ops@mail.example.com", recipient: "jane@example.org" };

it.each([
  ["ThrottlingException", "Daily message quota exceeded.", "dailyQuota"],
  ["TooManyRequestsException", "Daily message quota exceeded", "dailyQuota"],
  ["ThrottlingException", "Maximum sending rate exceeded.", "rateExceeded"],
  ["TooManyRequestsException", "Too many requests", "rateExceeded"],
  ["ThrottlingException", "Rate exceeded", "rateExceeded"],
  ["MailFromDomainNotVerifiedException", "not verified", "senderUnusable"],
  ["AccountSuspendedException", "suspended", "senderUnusable"],
  ["SendingPausedException", "paused", "senderUnusable"],
  ["AccessDeniedException", "not authorized to perform ses:SendEmail", "senderUnusable"],
  ["NotFoundException", "Configuration set does not exist", "senderUnusable"],
  ["LimitExceededException", "too many", "senderUnusable"],
  ["TimeoutError", "socket hang up", "unknownOutcome"],
  ["InternalServiceErrorException", "internal", "unknownOutcome"],
  ["SomethingNew", "never seen", "unknownOutcome"],
  ["MessageRejected", "Email address is not verified.", "notSent"],
  ["MessageRejected", "The message contains a virus", "notSent"],
  ["BadRequestException", "Tag value is too long", "notSent"],
])("classifies %s %j as %s", (name, message, failure) => {
  expect(classifyMailError(awsError(name, message), mail)).toBe(failure);
});

it("classifies a thrown value that is not an error as an unknown outcome", () => {
  expect(classifyMailError("lost", mail)).toBe("unknownOutcome");
});

it.each([
  ["jane@example.org", "rejected"],
  ["jane@EXAMPLE.org", "rejected"],
  ["example.org", "rejected"],
  ["ops@mail.example.com", "senderUnusable"],
  ["ops@Mail.Example.com", "senderUnusable"],
  ["mail.example.com", "senderUnusable"],
  ["example.com", "senderUnusable"],
  ['"Curfew" <ops@mail.example.com>', "senderUnusable"],
  ["jane@example.org, ops@mail.example.com", "senderUnusable"],
  ["bounces@example.net", "senderUnusable"],
  ["jane@example.org, bounces@example.net", "senderUnusable"],
])("distinguishes sender and recipient in the unverified identities %s", (identities, failure) => {
  const message = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identities}`;

  expect(classifyMailError(awsError("MessageRejected", message), mail)).toBe(failure);
});

it.each([
  "devops@mail.example.com",
  "ops@mail.example.com.evil.org",
  "OPS@mail.example.com",
  "ops+x@mail.example.com",
])("does not mistake the unverified recipient %s for the sender ops@mail.example.com", (recipient) => {
  const message = `Email address is not verified. The following identities failed the check in region US-EAST-1: ${recipient}`;

  expect(classifyMailError(awsError("MessageRejected", message), { ...mail, recipient })).toBe("rejected");
});

it.each([
  ["Invalid email address <dev..ops@mail.example.com>.", "dev..ops@mail.example.com", "rejected"],
  ["Local address contains control or whitespace", "jane@example.org", "rejected"],
  ["Domain contains illegal character", "jane@example.org", "rejected"],
  ["Missing final '@domain'", "jane@example.org", "rejected"],
  ["Unsupported recipient: jane@example.org", "jane@example.org", "rejected"],
  ["Invalid email address <ops@mail.example.com>", "jane@example.org", "senderUnusable"],
  ["Illegal address: ops@mail.example.com", "dev..ops@mail.example.com", "senderUnusable"],
])("classifies the bad request %j about a mail to %s as %s", (message, recipient, failure) => {
  expect(classifyMailError(awsError("BadRequestException", message), { ...mail, recipient })).toBe(failure);
});
