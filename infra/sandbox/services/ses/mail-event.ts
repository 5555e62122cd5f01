import type { EventOnBus } from "../events/bus-event.ts";
import { busEvent } from "../events/bus-event.ts";
import type { SesEventType } from "./configuration-sets.ts";
import type { Happening } from "./mail-fate.ts";

/** What an event says about the mail that caused it. */
export interface MailOfEvent {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly messageId: string;
  readonly sentAt: Date;
  /** The sender's address. */
  readonly from: string;
  /** The From header as it was sent, with a display name where there is one. */
  readonly fromHeader: string;
  readonly replyTo: readonly string[];
  /** All recipients, of all three kinds. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string;
  readonly callerIdentity: string;
}

type Described = Happening | { readonly type: "send" };

/** The names that one event has in the API, in EventBridge and in its detail (SES developer guide, "Monitoring SES events using Amazon EventBridge"). */
const names: Readonly<
  Record<
    Described["type"],
    { readonly apiType: SesEventType; readonly detailType: string; readonly eventType: string }
  >
> = {
  send: { apiType: "SEND", detailType: "Email Sent", eventType: "Send" },
  delivery: { apiType: "DELIVERY", detailType: "Email Delivered", eventType: "Delivery" },
  bounce: { apiType: "BOUNCE", detailType: "Email Bounced", eventType: "Bounce" },
  complaint: { apiType: "COMPLAINT", detailType: "Email Complaint Received", eventType: "Complaint" },
  deliveryDelay: {
    apiType: "DELIVERY_DELAY",
    detailType: "Email Delivery Delayed",
    eventType: "DeliveryDelay",
  },
  reject: { apiType: "REJECT", detailType: "Email Rejected", eventType: "Reject" },
};

/** The type by which an event destination asks for an event about this. */
export function apiTypeOf({ type }: Described): SesEventType {
  return names[type].apiType;
}

/**
 * The event that SES publishes about what happened to a mail to one recipient.
 * @param at when it happened
 */
export function mailEvent(mail: MailOfEvent, happening: Described, recipient: string, at: Date): EventOnBus {
  const { detailType, eventType } = names[happening.type];
  const { accountId, region, partition } = mail;
  return busEvent({
    source: "aws.ses",
    detailType,
    accountId,
    region,
    time: at,
    resources: [`arn:${partition}:ses:${region}:${accountId}:configuration-set/${mail.configurationSet}`],
    detail: {
      eventType,
      mail: mailObject(mail),
      [happening.type]: detailOf(mail, happening, recipient, at),
    },
  });
}

/** SES developer guide, "Contents of event data", mail object. The values of tags are lists. */
function mailObject(mail: MailOfEvent): object {
  const { from, fromHeader, replyTo, recipients, subject, messageId, sentAt } = mail;
  const identity = `arn:${mail.partition}:ses:${mail.region}:${mail.accountId}:identity/${from}`;
  const headers: readonly (readonly [string, string])[] = [
    ["From", fromHeader],
    ...(replyTo.length === 0 ? [] : [["Reply-To", replyTo.join(", ")] as const]),
    ["To", recipients.join(", ")],
    ["Subject", subject],
    ["MIME-Version", "1.0"],
  ];
  return {
    timestamp: sentAt.toISOString(),
    source: from,
    sourceArn: identity,
    sendingAccountId: mail.accountId,
    messageId,
    destination: recipients,
    headersTruncated: false,
    headers: headers.map(([name, value]) => ({ name, value })),
    commonHeaders: {
      from: [fromHeader],
      ...(replyTo.length === 0 ? {} : { replyTo }),
      to: recipients,
      messageId,
      subject,
    },
    tags: {
      "ses:operation": ["SendEmail"],
      "ses:configuration-set": [mail.configurationSet],
      "ses:source-ip": ["192.0.2.1"],
      "ses:from-domain": [from.slice(from.lastIndexOf("@") + 1)],
      "ses:caller-identity": [mail.callerIdentity],
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
    },
  };
}

function detailOf({ sentAt, messageId }: MailOfEvent, happening: Described, recipient: string, at: Date) {
  const timestamp = at.toISOString();
  const reportingMTA = "dns; a8-21.smtp-out.amazonses.com";
  switch (happening.type) {
    case "send":
      return {};
    case "delivery":
      return {
        timestamp,
        processingTimeMillis: at.getTime() - sentAt.getTime(),
        recipients: [recipient],
        smtpResponse: "250 2.0.0 OK",
        reportingMTA: "a8-21.smtp-out.amazonses.com",
      };
    case "bounce": {
      const { bounceType, bounceSubType } = happening;
      return {
        feedbackId: messageId,
        bounceType,
        bounceSubType,
        bouncedRecipients: [{ emailAddress: recipient, ...diagnosis(bounceType, bounceSubType) }],
        timestamp,
        reportingMTA,
      };
    }
    case "complaint":
      return {
        feedbackId: messageId,
        complaintSubType: happening.subType ?? null,
        complainedRecipients: [{ emailAddress: recipient }],
        timestamp,
        ...(happening.subType === undefined
          ? { complaintFeedbackType: "abuse", arrivalDate: timestamp }
          : {}),
      };
    case "deliveryDelay":
      return {
        timestamp,
        delayType: "MailboxFull",
        // SES tries for 14 hours (SES developer guide, "Delivery delays").
        expirationTime: new Date(at.getTime() + 14 * 3_600_000).toISOString(),
        delayedRecipients: [
          { emailAddress: recipient, status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 mailbox full" },
        ],
      };
    case "reject":
      return { reason: "Bad content" };
  }
}

/** A suppressed address has no answer of a mail server; SES gives its own. */
function diagnosis(bounceType: string, bounceSubType: string): object {
  if (bounceSubType === "OnAccountSuppressionList")
    return {
      action: "failed",
      status: "5.1.1",
      diagnosticCode:
        "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
    };
  return bounceType === "Permanent"
    ? { action: "failed", status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" }
    : { action: "delayed", status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 try again later" };
}
