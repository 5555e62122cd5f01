import { mailIdentitiesOf } from "../../../../functions/domain/mail-address.ts";
import { configurationSetOf } from "../../configuration-set.ts";
import { partitionOf } from "../../names.ts";
import type { Settings } from "../../settings.ts";
import type { Permission } from "../allow.ts";

/** Reads from SES, before a run changes anything, whether it would accept mail: sending status, rate and quota. */
export const getSesAccount: Permission = {
  sid: "SesGetAccount",
  actions: ["ses:GetAccount"],
  resources: ["*"],
  because: "GetAccount has no resource.",
};

/** Asks SES whether the sender is verified. */
export function getSender(settings: Settings): Permission {
  return { sid: "SesGetIdentity", actions: ["ses:GetEmailIdentity"], resources: identities(settings) };
}

/**
 * Sends mail as the sender only, with the configuration set that reports the delivery. The condition limits the
 * sender. The resource cannot: in the SES sandbox, SES also asks for the identity of each recipient
 * (github.com/cloudposse/terraform-aws-ses, issue 40; github.com/aws/aws-sdk-js, issue 3641).
 */
export function allowSendingMail(settings: Settings): Permission {
  return {
    sid: "SesSendEmail",
    actions: ["ses:SendEmail"],
    resources: [
      sesArn("identity/*", settings),
      sesArn(`configuration-set/${configurationSetOf(settings)}`, settings),
    ],
    conditions: { StringEquals: { "ses:FromAddress": settings.mail.sender } },
    because: "In the SES sandbox a recipient is an identity too; the condition names the one sender.",
  };
}

function identities(settings: Settings): string[] {
  return mailIdentitiesOf(settings.mail.sender).map((identity) => sesArn(`identity/${identity}`, settings));
}

function sesArn(resource: string, { hub, mail }: Settings): string {
  return `arn:${partitionOf(hub.region)}:ses:${mail.region}:${hub.accountId}:${resource}`;
}
