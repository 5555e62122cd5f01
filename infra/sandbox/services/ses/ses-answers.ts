import { AwsError } from "../../cloud/aws-error.ts";
import type { SesAccount } from "./mail-account.ts";

/** SES API v2 reference, GetAccount. */
export function describeAccount({ sandbox, sending, quota }: SesAccount) {
  const enforcement = {
    suspended: "SHUTDOWN",
    probation: "PROBATION",
    paused: "HEALTHY",
    enabled: "HEALTHY",
  };
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: enforcement[sending],
    ProductionAccessEnabled: !sandbox,
    SendingEnabled: sending === "enabled" || sending === "probation",
    SendQuota: {
      Max24HourSend: quota.limits.max24HourSend,
      MaxSendRate: quota.limits.maxSendRate,
      SentLast24Hours: quota.sentLast24Hours,
    },
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };
}

/**
 * SES API v2 reference, GetEmailIdentity.
 * @throws {AwsError} `NotFoundException`
 */
export function describeIdentity({ identities }: SesAccount, name: string) {
  const identity = identities.get(name);
  if (identity === undefined)
    throw new AwsError("NotFoundException", `Email identity ${name} does not exist.`, 404);
  const { status, mailFrom, configurationSet } = identity;
  const IdentityType = typeOf(name);
  return {
    IdentityType,
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: status === "SUCCESS",
    VerificationStatus: status,
    ...(IdentityType === "DOMAIN" ? { DkimAttributes: { SigningEnabled: true, Status: status } } : {}),
    MailFromAttributes: {
      BehaviorOnMxFailure: mailFrom?.onMxFailure ?? "USE_DEFAULT_VALUE",
      ...(mailFrom === undefined
        ? {}
        : { MailFromDomain: mailFrom.domain, MailFromDomainStatus: mailFrom.status }),
    },
    ConfigurationSetName: configurationSet,
  };
}

/** SES API v2 reference, ListEmailIdentities. All fit on one page. */
export function listIdentities({ identities }: SesAccount) {
  return {
    EmailIdentities: identities.all().map(({ name, status }) => ({
      IdentityName: name,
      IdentityType: typeOf(name),
      SendingEnabled: status === "SUCCESS",
      VerificationStatus: status,
    })),
  };
}

function typeOf(identity: string): string {
  return identity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN";
}

/**
 * SES API v2 reference, GetConfigurationSet.
 * @throws {AwsError} `NotFoundException`
 */
export function describeConfigurationSet({ configurationSets }: SesAccount, name: string) {
  configurationSets.destinations(name);
  return { ConfigurationSetName: name, SendingOptions: { SendingEnabled: true } };
}

/**
 * SES API v2 reference, GetConfigurationSetEventDestinations.
 * @throws {AwsError} `NotFoundException`
 */
export function describeEventDestinations({ configurationSets }: SesAccount, name: string) {
  return {
    EventDestinations: configurationSets.destinations(name).map((destination) => ({
      Name: destination.name,
      Enabled: destination.enabled,
      MatchingEventTypes: destination.matchingEventTypes,
      EventBridgeDestination: { EventBusArn: destination.eventBusArn },
    })),
  };
}

/**
 * SES API v2 reference, GetSuppressedDestination; times are seconds since 1970.
 * @throws {AwsError} `NotFoundException`
 */
export function describeSuppression(account: SesAccount, address: string) {
  const found = account.suppression(address);
  if (found === undefined) throw notSuppressed(address);
  return {
    SuppressedDestination: {
      EmailAddress: address,
      Reason: found.reason,
      LastUpdateTime: found.since.getTime() / 1000,
    },
  };
}

/** The answer about an address that is not on the suppression list. */
export function notSuppressed(address: string): AwsError {
  return new AwsError(
    "NotFoundException",
    `Email address ${address} does not exist on your suppression list.`,
    404,
  );
}
