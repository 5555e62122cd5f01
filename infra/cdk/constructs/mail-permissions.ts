import { mailIdentitiesOf } from "../../../functions/domain/mail-address.ts";
import { partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import type { Permission } from "./allow.ts";

/** What tells, before a run touches anything, whether SES would take mail from the sender. */
export function checkSender({ mail, ...settings }: Settings): Permission[] {
  return [
    {
      sid: "AskWhetherMailIsSent",
      actions: ["ses:GetAccount"],
      resources: ["*"],
      because: "GetAccount knows no resource.",
    },
    {
      sid: "AskAboutTheSender",
      actions: ["ses:GetEmailIdentity"],
      resources: mailIdentitiesOf(mail.sender).map((identity) =>
        identityArn(identity, { mail, ...settings }),
      ),
    },
  ];
}

function identityArn(identity: string, settings: Settings): string {
  return sesArn(`identity/${identity}`, settings);
}

function sesArn(resource: string, { hub, mail }: Settings): string {
  return `arn:${partitionOf(hub.region)}:ses:${mail.region}:${hub.accountId}:${resource}`;
}

/**
 * SendEmail as the sender only. SES asks for the identity that is verified, and for its default configuration
 * set where it has one (github.com/aws/aws-cdk, issue 34402).
 */
export function sendMail(settings: Settings): Permission {
  const { sender, configurationSet } = settings.mail;
  return {
    sid: "SendMail",
    actions: ["ses:SendEmail"],
    resources: [
      ...mailIdentitiesOf(sender).map((identity) => identityArn(identity, settings)),
      ...(configurationSet === undefined ? [] : [sesArn(`configuration-set/${configurationSet}`, settings)]),
    ],
    conditions: { StringEquals: { "ses:FromAddress": sender } },
  };
}
