import { expect, it } from "vitest";
import { readSesEvent } from "../../../functions/delivery/read-ses-event.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";

const tags = {
  claim: ["claim-1"],
  account: ["111122223333"],
  run: ["daily-1"],
  "ses:operation": ["SendEmail"],
};

/** An event as EventBridge delivers it (SES developer guide, "Examples of event data"). */
function event(eventType: string, more: object, mail: object = {}) {
  return {
    source: "aws.ses",
    detail: {
      eventType,
      mail: {
        timestamp: "2026-11-23T08:00:00.000Z",
        destination: ["jane@example.com"],
        commonHeaders: { subject: "secret subject" },
        tags,
        ...mail,
      },
      ...more,
    },
  };
}
const timestamp = "2026-11-24T00:30:00.000Z";
const bounce = (bounceType: string, bounceSubType: string) => ({
  bounce: { bounceType, bounceSubType, timestamp, bouncedRecipients: [{ emailAddress: "jane@example.com" }] },
});
const base = { accountId: "111122223333", claimId: "claim-1", on: "2026-11-24" };

it.each([
  { type: "Delivery", more: { delivery: { timestamp } }, says: { what: "delivered" } },
  { type: "Complaint", more: { complaint: { timestamp } }, says: { what: "complained" } },
  {
    type: "Complaint",
    more: { complaint: { timestamp, complaintSubType: null } },
    says: { what: "complained" },
  },
  {
    type: "Complaint",
    more: { complaint: { timestamp, complaintSubType: "OnAccountSuppressionList" } },
    says: { what: "bounced", cause: "Complaint/OnAccountSuppressionList" },
  },
  { type: "DeliveryDelay", more: { deliveryDelay: { timestamp } }, says: { what: "delayed" } },
  {
    type: "Bounce",
    more: bounce("Permanent", "General"),
    says: { what: "bounced", cause: "Permanent/General" },
  },
  {
    type: "Bounce",
    more: bounce("Permanent", "OnAccountSuppressionList"),
    says: { what: "bounced", cause: "Permanent/OnAccountSuppressionList" },
  },
  {
    type: "Bounce",
    more: bounce("Permanent", "jane@example.com is unknown"),
    says: { what: "bounced", cause: "Permanent/unknown" },
  },
  {
    type: "Bounce",
    more: { bounce: { bounceType: "Permanent", timestamp } },
    says: { what: "bounced", cause: "Permanent/unknown" },
  },
  {
    type: "Reject",
    more: { reject: { reason: "Bad content" } },
    says: { what: "bounced", cause: "Reject", on: "2026-11-23" },
  },
])(
  "reads a $type with the UTC day of the event, without address, subject or text",
  ({ type, more, says }) => {
    expect(readSesEvent(event(type, more))).toEqual({ ...base, ...says });
  },
);

it.each([
  { what: "a transient bounce", given: event("Bounce", bounce("Transient", "General")) },
  { what: "a bounce of unknown kind", given: event("Bounce", bounce("Undetermined", "Undetermined")) },
  { what: "a kind that says nothing about delivery", given: event("Open", {}) },
  { what: "a mail without tags", given: event("Delivery", {}, { tags: undefined }) },
  { what: "a mail without the claim tag", given: event("Delivery", {}, { tags: { account: ["x"] } }) },
  { what: "something else", given: { detail: {} } },
])("ignores $what", ({ given }) => {
  expect(readSesEvent(given)).toBeUndefined();
});

it.each([
  { what: "no time", given: event("Delivery", { delivery: {} }), says: "detail.delivery.timestamp: " },
  { what: "no part of its kind", given: event("Bounce", {}), says: "detail.bounce: expected object" },
  {
    what: "a malformed account",
    given: event(
      "Delivery",
      { delivery: { timestamp } },
      { tags: { ...tags, account: ["jane@example.com"] } },
    ),
    says: "detail.mail.tags.account[0]: expected 12 digits",
  },
  {
    what: "two claims",
    given: event("Delivery", { delivery: { timestamp } }, { tags: { ...tags, claim: ["a", "b"] } }),
    says: "detail.mail.tags.claim: expected one value",
  },
  {
    what: "a type of bounce that is a text",
    given: event("Bounce", bounce("jane@example.com is unknown", "General")),
    says: "detail.bounce.bounceType: expected a code of letters",
  },
])("refuses an event with $what, and shows no value of it", ({ given, says }) => {
  let message = "";
  try {
    readSesEvent(given);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    message = String(error);
  }

  expect(message).toContain(says);
  expect(message).not.toMatch(/jane|secret/);
});
