import * as z from "zod/mini";
import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import { jsonBody } from "../../cloud/json-protocol.ts";
import type { Authorization, Service, ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import type { MailAccount } from "./mail-account.ts";
import type { MailAccounts } from "./mail-accounts.ts";
import { restError, restResponse } from "./rest-json.ts";
import { admit, readMail } from "./send-email.ts";
import { readSesCall } from "./ses-call.ts";
import { readSesInput } from "./ses-input.ts";

const senderSchema = z.looseObject({ FromEmailAddress: z.string() });

const suppressionSchema = z.strictObject({
  EmailAddress: z.string(),
  Reason: z.enum(["BOUNCE", "COMPLAINT"]),
});

/** SES by its API v2, one account and Region at a time: what Curfew calls, and what an operator looks up. */
export class SesService implements Service {
  readonly name = "ses";
  readonly #accounts: MailAccounts;

  constructor(accounts: MailAccounts) {
    this.#accounts = accounts;
  }

  operation(request: ServiceRequest): string {
    return readSesCall(request).operation;
  }

  /** Service authorization reference, "Actions, resources, and condition keys for Amazon SES v2". */
  authorizations(request: ServiceRequest): readonly Authorization[] {
    const { operation, subject } = readSesCall(request);
    const action = `ses:${operation}`;
    if (operation === "GetEmailIdentity")
      return [{ action, resource: sesArn(request, `identity/${subject}`) }];
    if (operation !== "SendEmail") return [{ action, resource: "*" }];
    const { FromEmailAddress: from } = readSesInput(senderSchema, jsonBody(request));
    const account = this.#accountOf(request);
    const identity = account.identityOf(from) ?? from;
    const configurationSet = account.configurationSetOf(identity);
    // github.com/aws/aws-cdk, issue 34402: the identity's default configuration set is asked for as well.
    const resources = [
      `identity/${identity}`,
      ...(configurationSet === undefined ? [] : [`configuration-set/${configurationSet}`]),
    ];
    return resources.map((resource) => ({
      action,
      resource: sesArn(request, resource),
      context: { "ses:FromAddress": from },
    }));
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { operation, subject } = readSesCall(request);
    const account = this.#accountOf(request);
    switch (operation) {
      case "SendEmail": {
        const mail = readMail(jsonBody(request));
        admit(account, mail);
        return restResponse({ MessageId: await this.#accounts.accept(account, mail) }, request);
      }
      case "GetAccount":
        return restResponse(describeAccount(account), request);
      case "GetEmailIdentity":
        return restResponse(describeIdentity(account, subject), request);
      case "PutSuppressedDestination": {
        const { EmailAddress, Reason } = readSesInput(suppressionSchema, jsonBody(request));
        account.suppress(EmailAddress, Reason);
        return restResponse({}, request);
      }
      case "GetSuppressedDestination":
        return restResponse(describeSuppression(account, subject), request);
      case "DeleteSuppressedDestination":
        if (!account.endSuppression(subject)) throw notSuppressed(subject);
        return restResponse({}, request);
    }
  }

  error(code: string, message: string, status: number, requestId: string): ServiceResponse {
    return restError(code, message, status, requestId);
  }

  #accountOf({ principal, region }: ServiceRequest): MailAccount {
    return this.#accounts.account(principal.accountId, region);
  }
}

/** SES API v2 reference, GetAccount. */
function describeAccount({ sandbox, sending, quota }: MailAccount) {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: sending === "suspended" ? "SHUTDOWN" : "HEALTHY",
    ProductionAccessEnabled: !sandbox,
    SendingEnabled: sending === "enabled",
    SendQuota: {
      Max24HourSend: quota.limits.max24HourSend,
      MaxSendRate: quota.limits.maxSendRate,
      SentLast24Hours: quota.sentLast24Hours,
    },
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };
}

/** SES API v2 reference, GetEmailIdentity. An identity is verified or not there: nobody waits for a mail here. */
function describeIdentity(account: MailAccount, identity: string) {
  if (!account.hasIdentity(identity))
    throw new AwsError("NotFoundException", `Email identity ${identity} does not exist.`, 404);
  return {
    IdentityType: identity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: true,
    VerificationStatus: "SUCCESS",
    ConfigurationSetName: account.configurationSetOf(identity),
  };
}

/** SES API v2 reference, GetSuppressedDestination; times are seconds since 1970. */
function describeSuppression(account: MailAccount, address: string) {
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

function notSuppressed(address: string): AwsError {
  return new AwsError(
    "NotFoundException",
    `Email address ${address} does not exist on your suppression list.`,
    404,
  );
}

function sesArn({ principal, region }: ServiceRequest, resource: string): string {
  return `arn:${partitionOf(region)}:ses:${region}:${principal.accountId}:${resource}`;
}
