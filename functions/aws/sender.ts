import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { mailIdentitiesOf } from "../domain/mail-address.ts";
import type { Mode } from "../domain/policy.ts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";

/** The client that reads the sender's state. Unlike the client that sends, it may repeat a call. */
export function senderClient(region: string): SESv2Client {
  return new SESv2Client({ ...clientSettings, region });
}

/** What a run is about to send with. */
export interface SenderCheck {
  readonly sender: string;
  /** The configuration set that is named in every SendEmail. */
  readonly configurationSet?: string | undefined;
  /** A run in report mode sends no mail to owners, so it may run in the SES sandbox. */
  readonly mode: Mode;
}

/** Whether SES would accept mail from a sender: at most `rate` mails a second, or none, with what to do about it. */
export type SenderAnswer = { readonly rate: number } | { readonly problem: string };

/**
 * Whether SES would accept mail from this sender. It is checked before a run changes anything: a run that cannot notify
 * owners must not deactivate keys.
 */
export async function checkSender(client: SESv2Client, check: SenderCheck): Promise<SenderAnswer> {
  const account = await mailAccount(client);
  if ("problem" in account) return account;
  if (account.isInSandbox && check.mode === "enforce")
    return {
      problem:
        "this account is in the SES sandbox, where only verified recipients get mail. Request production access in " +
        "the SES console (Account dashboard), or run in report mode until AWS grants it",
    };
  const problem = await identityProblem(client, check);
  return problem === undefined ? { rate: account.rate } : { problem };
}

/** The state of the account in SES's Region: it can send, or why it cannot and what to do about it. */
export type MailAccount =
  | {
      /** How many recipients SES still accepts within 24 hours; infinite if there is no limit. */
      readonly left: number;
      /** MaxSendRate: recipients a second. */
      readonly rate: number;
      readonly isInSandbox: boolean;
    }
  | { readonly problem: string };

/** Reads from SES whether and how much this account may send (SES API v2 reference, GetAccount). */
export async function mailAccount(client: SESv2Client): Promise<MailAccount> {
  const { SendingEnabled, EnforcementStatus, SendQuota, ProductionAccessEnabled } = await client.send(
    new GetAccountCommand({}),
  );
  const status = EnforcementStatus ?? "unknown";
  if (status === "SHUTDOWN")
    return {
      problem:
        "SES has paused sending for this account (enforcement status SHUTDOWN). Read the case that AWS opened in " +
        "the SES console (Reputation metrics), fix the cause and ask AWS to resume sending",
    };
  if (!present(SendingEnabled, "GetAccount", "SendingEnabled"))
    return {
      problem:
        `sending is disabled for this account and Region (enforcement status ${status}). Enable it with ` +
        "`aws sesv2 put-account-sending-attributes --sending-enabled`",
    };
  const quota = present(SendQuota, "GetAccount", "SendQuota");
  const most = present(quota.Max24HourSend, "GetAccount", "SendQuota.Max24HourSend");
  const sent = present(quota.SentLast24Hours, "GetAccount", "SendQuota.SentLast24Hours");
  const rate = present(quota.MaxSendRate, "GetAccount", "SendQuota.MaxSendRate");
  const left = most === unlimited ? Number.POSITIVE_INFINITY : Math.floor(most - sent);
  if (left > 0 && rate > 0) return { left, rate, isInSandbox: ProductionAccessEnabled === false };
  return {
    problem:
      `the SES quota is used up: ${sent} of ${most} mails in the last 24 hours, at ${rate} a second. Wait, or ` +
      "request a higher sending quota in Service Quotas",
  };
}

/** Max24HourSend of an account without a limit (SES API v2 reference, SendQuota). */
const unlimited = -1;

async function identityProblem(
  client: SESv2Client,
  { sender, configurationSet }: SenderCheck,
): Promise<string | undefined> {
  for (const identity of mailIdentitiesOf(sender)) {
    const found = await identityOf(client, identity);
    if (found === undefined) continue;
    // SES uses the most specific identity of the address, whatever the state of the domains above it.
    if (!found.isVerified)
      return `SES has not verified the identity ${identity}: ${adviceAbout(found.status)}`;
    // SES also requires permission for the default configuration set (github.com/aws/aws-cdk, issue 34402).
    if (found.defaultSet !== undefined && configurationSet === undefined)
      return (
        `the identity ${identity} has the default configuration set ${found.defaultSet}, which Curfew may not use. ` +
        `Set mail.configurationSet to ${found.defaultSet} in settings.yaml and deploy again`
      );
    return undefined;
  }
  return (
    `SES has neither ${sender} nor its domain as an identity in this Region. Create and verify one, or correct ` +
    "mail.sender or mail.region in settings.yaml"
  );
}

/** What to do about an identity that is not verified (SES API v2 reference, GetEmailIdentity, VerificationStatus). */
function adviceAbout(status: string): string {
  if (status === "PENDING")
    return "its verification is pending. Publish the DNS records that SES shows, or click the link in its mail";
  if (status === "FAILED")
    return "its verification failed. Publish the DNS records that SES shows and start the verification again";
  if (status === "TEMPORARY_FAILURE")
    return "SES could not check its DNS records for now. Check that they are still published";
  return `its verification status is ${status}. Verify it in the SES console`;
}

async function identityOf(client: SESv2Client, identity: string) {
  try {
    const { VerifiedForSendingStatus, VerificationStatus, ConfigurationSetName } = await client.send(
      new GetEmailIdentityCommand({ EmailIdentity: identity }),
    );
    return {
      isVerified: present(VerifiedForSendingStatus, "GetEmailIdentity", "VerifiedForSendingStatus"),
      status: VerificationStatus ?? "unknown",
      defaultSet: ConfigurationSetName,
    };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
