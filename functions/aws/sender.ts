import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { mailIdentitiesOf } from "../domain/mail-address.ts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";

/** The client that asks about the sender: unlike the one that sends, it may try again. */
export function senderClient(region: string): SESv2Client {
  return new SESv2Client({ ...clientSettings, region });
}

/**
 * Why SES would take no mail from this sender, or `undefined` where it would. Asked before a run touches
 * anything: keys must not be switched off by a run that can tell nobody.
 * @param configurationSet the one that Curfew's roles may use
 */
export async function senderProblem(
  client: SESv2Client,
  sender: string,
  configurationSet?: string,
): Promise<string | undefined> {
  const { SendingEnabled, EnforcementStatus } = await client.send(new GetAccountCommand({}));
  if (!present(SendingEnabled, "GetAccount", "SendingEnabled"))
    return `SES does not send for this account and Region now (enforcement status ${EnforcementStatus ?? "unknown"})`;
  for (const identity of mailIdentitiesOf(sender)) {
    const found = await identityOf(client, identity);
    if (found === undefined) continue;
    // An address that is an identity of its own is judged by itself, whatever its domain is.
    if (!found.verified) return `SES has not verified ${identity}`;
    const { defaultSet } = found;
    // SES asks whoever sends for permission on it as well (github.com/aws/aws-cdk, issue 34402).
    if (defaultSet !== undefined && defaultSet !== configurationSet)
      return `SES sends for ${identity} by its default configuration set ${defaultSet}, which is not the one in mail.configurationSet`;
    return undefined;
  }
  return `SES knows neither ${sender} nor its domain as an identity`;
}

async function identityOf(client: SESv2Client, identity: string) {
  try {
    const { VerifiedForSendingStatus, ConfigurationSetName } = await client.send(
      new GetEmailIdentityCommand({ EmailIdentity: identity }),
    );
    return {
      verified: present(VerifiedForSendingStatus, "GetEmailIdentity", "VerifiedForSendingStatus"),
      defaultSet: ConfigurationSetName,
    };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
