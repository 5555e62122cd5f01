import type { EventPattern } from "aws-cdk-lib/aws-events";

/**
 * The events about Curfew's notices that SES puts on the default event bus of `mail.region`: Curfew tags each notice
 * with its claim. Mails of others that share the configuration set have no such tag (EventBridge event reference,
 * Amazon Simple Email Service).
 */
export const noticeEvents: EventPattern = {
  source: ["aws.ses"],
  detailType: [
    "Email Delivered",
    "Email Bounced",
    "Email Rejected",
    "Email Complaint Received",
    "Email Delivery Delayed",
  ],
  detail: { mail: { tags: { claim: [{ exists: true }] } } },
};
